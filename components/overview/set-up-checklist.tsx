import { Circle, CircleCheck } from 'lucide-react';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { Reader } from '@/lib/format';
import { translator } from '@/lib/i18n';
import { type SetUpStep, setUpSteps } from '@/lib/overview/set-up';

const links: Partial<Record<SetUpStep, string>> = {
  app: '/admin/apps/new',
  user: '/admin/users/new',
  range: '/admin/ip-ranges/new',
  visit: '/admin/test',
};

type Props = { steps: Record<SetUpStep, boolean>; mayEdit: boolean; by: Reader };

/** What is left to do until visitors land; gone when all is done. */
export function SetUpChecklist({ steps, mayEdit, by }: Props) {
  const t = translator(by.locale, 'overview');
  if (setUpSteps.every((step) => steps[step])) return null;
  // They are there: whoever reads this has signed in.
  const all = ['administrator', ...setUpSteps] as const;
  const isDone = (step: (typeof all)[number]) => step === 'administrator' || steps[step];
  const next = setUpSteps.find((step) => !steps[step]);
  return (
    <Card title={t('setUp.title')}>
      <p className="mb-3 text-muted">
        {t('setUp.body', { done: all.filter(isDone).length, all: all.length })}
      </p>
      <ol className="grid gap-x-8 gap-y-1 lg:grid-cols-2">
        {all.map((step) => {
          const href = step === 'administrator' ? undefined : links[step];
          return (
            <li key={step} className="flex items-start gap-3 py-2">
              {isDone(step) ? (
                <CircleCheck className="mt-0.5 size-5 shrink-0 text-good" aria-hidden="true" />
              ) : (
                <Circle className="mt-0.5 size-5 shrink-0 text-muted" aria-hidden="true" />
              )}
              <div className="min-w-0 flex-1">
                <p className="font-medium">
                  {t(`setUp.${step}.title`)}
                  <span className="sr-only"> – {t(isDone(step) ? 'setUp.done' : 'setUp.open')}</span>
                </p>
                {!isDone(step) && (
                  <p className="text-muted text-sm">{t(`setUp.${step}.body` as 'setUp.app.body')}</p>
                )}
              </div>
              {!isDone(step) && href && (mayEdit || step === 'visit') && (
                <LinkButton href={href} size="sm" variant={step === next ? 'primary' : 'secondary'}>
                  {t(`setUp.${step}.action` as 'setUp.app.action')}
                </LinkButton>
              )}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
