'use client';

import { Sparkle } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { useRuleForm } from '@/components/form/rule-form-context';
import { useAnswer } from '@/components/use-answer';
import { rangeInput } from './range-input';

/** What will come of it, in words, while the form is being filled in. */
export function RangePreview({ except }: { except?: number }) {
  const t = useTranslations('ranges');
  const { note: _, label: __, ...fields } = rangeInput(useRuleForm().values);
  const query = new URLSearchParams({
    draft: JSON.stringify({ ...fields, range: String(fields.range ?? '').trim() }),
    ...(except ? { except: String(except) } : {}),
  });
  const { answer, pending } = useAnswer<{ text: string }>(
    fields.range ? `/admin/ip-ranges/preview?${query}` : null,
  );
  return (
    <section
      aria-label={t('preview.title')}
      className="flex gap-3 rounded-panel border border-water/40 bg-water-soft px-4 py-3.5 sm:px-5"
    >
      <Sparkle aria-hidden="true" className="mt-0.5 size-4.5 shrink-0 text-water" />
      <div className="min-w-0">
        <p className="font-semibold text-sm">{t('preview.title')}</p>
        <p
          role="status"
          aria-busy={pending}
          className={`mt-0.5 transition-opacity ${pending ? 'opacity-60' : ''}`}
        >
          {answer?.text || <span className="text-muted">{t('preview.notYet')}</span>}
        </p>
      </div>
    </section>
  );
}
