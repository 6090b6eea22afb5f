'use client';

import { Crosshair } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { FormField } from '@/components/form/form-field';
import { useFormValue } from '@/components/form/rule-form-context';
import { RangeInspector } from '@/components/range-inspector';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';

type RangeFieldProps = {
  /** Of the form’s value. */
  name?: string;
  label: string;
  /** The administrator’s own address. */
  myAddress: string | null;
  /** The id of the range being edited, which is no neighbour of its own. */
  except?: number;
  autoFocus?: boolean;
};

/** An address, a block or first–last, with what can be said about it while it is typed. */
export function RangeField({ name = 'range', label, myAddress, except, autoFocus }: RangeFieldProps) {
  const t = useTranslations('ranges');
  const value = useFormValue(name);
  const text = typeof value === 'string' ? value : '';
  return (
    <FormField name={name} label={label} hint={t('field.rangeHint')}>
      {({ id, onChange, invalid, describedBy }) => (
        <>
          <div className="flex flex-wrap gap-2">
            <Input
              id={id}
              name={name}
              // Spaces around it come with pasting, and mean nothing.
              value={text}
              onChange={(event) => onChange(event.target.value)}
              onBlur={() => text !== text.trim() && onChange(text.trim())}
              invalid={invalid}
              aria-describedby={describedBy}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              autoFocus={autoFocus}
              placeholder="10.1.2.0/24"
              className="min-w-0 flex-1 basis-56 font-mono"
            />
            {myAddress && myAddress !== text && (
              <Button icon={Crosshair} onClick={() => onChange(myAddress)}>
                {t('field.useMine', { address: myAddress })}
              </Button>
            )}
          </div>
          <RangeInspector text={text} except={except} onTake={onChange} />
        </>
      )}
    </FormField>
  );
}
