import { Card } from '@/components/ui/card';
import { type Locale, translator } from '@/lib/i18n';
import type { DiffLine } from '@/lib/line-diff';

const looks = {
  same: { mark: ' ', look: 'text-muted' },
  removed: { mark: '−', look: 'bg-stop-soft text-stop' },
  added: { mark: '+', look: 'bg-good-soft text-good' },
} as const;

/** From what Nginx serves to what the database asks for. */
export function ConfigDiff({ lines, locale }: { lines: readonly DiffLine[]; locale: Locale }) {
  const t = translator(locale, 'nginx');
  // A line has no name but its place, and none moves.
  const placed = lines.map((line, place) => ({ ...line, place }));
  return (
    <Card title={t('page.differences')}>
      <p className="text-muted text-sm">
        {t(lines.length > 0 ? 'page.differencesText' : 'page.noDifferences')}
      </p>
      {lines.length > 0 && (
        <pre className="mt-3 rounded-control border border-line py-2 font-mono text-sm">
          {placed.map(({ kind, text, place }) => (
            <span key={place} className={`block whitespace-pre-wrap break-words px-3 ${looks[kind].look}`}>
              {looks[kind].mark} {text}
            </span>
          ))}
        </pre>
      )}
    </Card>
  );
}
