'use client';

import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { Combobox } from './combobox';
import { FormField } from './form-field';
import type { FieldProps } from './plain-fields';

type Person = { email: string; name: string };

type UserFieldProps = FieldProps & {
  /** Answers `?q=` with people, as JSON. */
  searchHref?: string;
};

const DEBOUNCE = 200;

/** A user, found by name or email. The value is the email, or what was written instead of one; null where nothing was. */
export function UserField({ searchHref = '/admin/users/search', ...field }: UserFieldProps) {
  const t = useTranslations('form');
  return (
    <FormField {...field}>
      {({ id, value, onChange, invalid, describedBy }) => (
        <UserCombobox
          {...{ id, onChange, invalid, describedBy, searchHref }}
          label={field.label}
          value={typeof value === 'string' ? value : ''}
          clearLabel={t('clearUser')}
        />
      )}
    </FormField>
  );
}

type UserComboboxProps = {
  id: string;
  label: string;
  clearLabel: string;
  value: string;
  onChange: (value: string | null) => void;
  invalid: boolean;
  describedBy: string | undefined;
  searchHref: string;
};

function UserCombobox({ id, label, clearLabel, value, onChange, searchHref, ...state }: UserComboboxProps) {
  const t = useTranslations('form');
  const [asked, setAsked] = useState<string | null>(null);
  const { people, message } = usePeople(searchHref, asked);
  return (
    <Combobox
      {...state}
      id={id}
      label={label}
      text={value}
      placeholder={t('findUser')}
      onText={(text) => {
        setAsked(text.trim());
        onChange(text === '' ? null : text);
      }}
      options={people.map(({ email, name }) => ({ value: email, label: name, detail: email }))}
      onPick={({ value: email }) => {
        setAsked(null);
        onChange(email);
      }}
      message={message && t(message)}
      end={
        value !== '' && (
          <Button
            variant="quiet"
            size="icon"
            icon={X}
            aria-label={clearLabel}
            className="size-8"
            onClick={() => {
              setAsked(null);
              onChange(null);
              document.getElementById(id)?.focus();
            }}
          />
        )
      }
    />
  );
}

type Found = { people: Person[]; message?: 'searching' | 'noUser' | 'searchFailed' };

/** The people that a text finds; none for no text. */
function usePeople(searchHref: string, text: string | null): Found {
  const [found, setFound] = useState<Found>({ people: [] });
  useEffect(() => {
    if (!text) {
      setFound({ people: [] });
      return;
    }
    const abort = new AbortController();
    setFound((before) => ({ people: before.people, message: 'searching' }));
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`${searchHref}?q=${encodeURIComponent(text)}`, { signal: abort.signal });
        if (!response.ok) throw new Error(`the search answered ${response.status}`);
        setFound({ people: await response.json(), message: 'noUser' });
      } catch {
        if (!abort.signal.aborted) setFound({ people: [], message: 'searchFailed' });
      }
    }, DEBOUNCE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [searchHref, text]);
  return found;
}
