'use client';

import { Ban, DoorOpen } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { FormField } from '@/components/form/form-field';

const choices = [
  { effect: 'allow', icon: DoorOpen, look: 'has-checked:border-water has-checked:bg-water-soft' },
  { effect: 'deny', icon: Ban, look: 'has-checked:border-stop has-checked:bg-stop-soft' },
] as const;

/** Lets in, or keeps out: each with what it means. */
export function EffectField({ label }: { label: string }) {
  const t = useTranslations('ranges');
  return (
    <FormField name="effect" label={label} group>
      {({ id, name, value, onChange }) => (
        <div className="grid gap-2 sm:grid-cols-2">
          {choices.map(({ effect, icon: Icon, look }, i) => (
            <label
              key={effect}
              className={`flex cursor-pointer gap-3 rounded-control border border-edge/60 bg-surface p-3 transition-colors hover:border-edge has-focus-visible:outline-3 has-focus-visible:outline-water has-focus-visible:outline-offset-2 ${look}`}
            >
              <input
                id={i === 0 ? id : undefined}
                type="radio"
                name={`${id}-${name}`}
                checked={value === effect}
                onChange={() => onChange(effect)}
                className="mt-0.5 size-4.5 shrink-0 accent-water focus-visible:outline-none"
              />
              <span className="min-w-0">
                <span className="flex items-center gap-1.5 font-medium text-sm">
                  <Icon aria-hidden="true" className="size-4" />
                  {t(`effect.${effect}`)}
                </span>
                <span className="text-muted text-sm">{t(`field.effect.${effect}`)}</span>
              </span>
            </label>
          ))}
        </div>
      )}
    </FormField>
  );
}
