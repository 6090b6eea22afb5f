import { CircleAlert, CircleCheck, CircleX, type LucideIcon } from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge';
import type { Status } from '@/lib/doctor/check';
import type { SpokenFinding } from '@/lib/doctor/report';
import { type Locale, translator } from '@/lib/i18n';

const tones: Record<Status, Tone> = { pass: 'good', warn: 'warn', fail: 'stop' };
const icons: Record<Status, LucideIcon> = { pass: CircleCheck, warn: CircleAlert, fail: CircleX };

/** The findings of a group, each with what to do. */
export function Findings({ findings, locale }: { findings: readonly SpokenFinding[]; locale: Locale }) {
  const t = translator(locale, 'doctor');
  return (
    <ul className="divide-y divide-line border-line border-t text-sm">
      {findings.map(({ name, status, title, detail, remedy }) => {
        const Icon = icons[status];
        return (
          <li key={`${name} ${detail}`} className="px-4 py-3 sm:px-5">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h3 className="min-w-0 flex-1 basis-48 font-medium">{title}</h3>
              <Badge tone={tones[status]}>
                <Icon className="size-3.5" aria-hidden="true" />
                {t(`status.${status}`)}
              </Badge>
            </div>
            <p className="mt-1 max-w-3xl break-words text-muted">{detail}</p>
            {remedy && (
              <p className="mt-1.5 max-w-3xl break-words">
                <span className="font-medium">{t('whatToDo')}:</span> {remedy}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
