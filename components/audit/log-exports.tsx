import { Download } from 'lucide-react';
import { queryText } from '@/lib/audit/log-href';
import { type Locale, translator } from '@/lib/i18n';

export type LogExportsProps = {
  path: string;
  params: Readonly<Record<string, string | undefined>>;
  locale: Locale;
};

/** Downloads all that the filters let through. */
export function LogExports({ path, params, locale }: LogExportsProps) {
  const t = translator(locale, 'visits');
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-muted text-sm">
      <Download aria-hidden="true" className="size-4" />
      {t('export')}
      {(['csv', 'jsonl'] as const).map((format) => (
        <a
          key={format}
          href={`${path}/export${queryText({ ...params, format })}`}
          download
          className="inline-flex min-h-9 items-center font-medium text-water underline underline-offset-4 pointer-coarse:min-h-11"
        >
          {t(`formats.${format}`)}
        </a>
      ))}
    </p>
  );
}
