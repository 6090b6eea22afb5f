import { Badge, type Tone } from '@/components/ui/badge';
import { fieldWord, valueWords } from '@/lib/audit/change-words';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import { columnLabel } from '@/lib/import/csv-columns';
import type { ImportKind, RowMark } from '@/lib/import/import-state';
import type { PreviewRow } from '@/lib/import/preview-rows';
import { importProblemText } from '@/lib/import/problem-words';

const tones: Record<RowMark, Tone> = {
  wrong: 'stop',
  removed: 'warn',
  changed: 'water',
  new: 'good',
  same: 'neutral',
};

export type PreviewRowsProps = {
  rows: readonly PreviewRow[];
  mark: RowMark;
  kind: ImportKind;
  by: Administrator;
};

/** One page of a preview: which line does what. On a phone each row is a block. */
export function PreviewRows({ rows, mark, kind, by }: PreviewRowsProps) {
  const t = translator(by.locale, 'import');
  if (rows.length === 0) {
    return (
      <p className="rounded-panel border border-line bg-surface p-8 text-center text-muted">{t('noRows')}</p>
    );
  }
  const head = 'px-4 py-2.5 text-left font-medium text-muted text-sm';
  const cell = 'px-4 align-top sm:table-cell sm:py-2.5';
  return (
    <div className="overflow-hidden rounded-panel border border-line bg-surface shadow-card">
      <table className="block w-full text-sm sm:table">
        <caption className="sr-only">{t('caption')}</caption>
        <thead className="hidden border-line border-b sm:table-header-group">
          <tr>
            <th scope="col" className={`${head} w-20`}>
              {t('table.line')}
            </th>
            <th scope="col" className={`${head} w-28`}>
              {t('table.mark')}
            </th>
            {mark !== 'wrong' && (
              <th scope="col" className={head}>
                {t('table.object')}
              </th>
            )}
            {mark !== 'same' && mark !== 'removed' && (
              <th scope="col" className={head}>
                {t(mark === 'wrong' ? 'table.problem' : 'table.what')}
              </th>
            )}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line sm:table-row-group">
          {rows.map((row) => (
            <tr key={`${row.line} ${row.section} ${row.label}`} className="block py-2.5 sm:table-row">
              <td className={`${cell} inline-block text-muted tabular-nums`}>
                <span className="sm:sr-only">{t('table.line')} </span>
                {row.line ?? t('noLine')}
              </td>
              <td className={`${cell} inline-block`}>
                <Badge tone={tones[row.mark]}>{t(`mark.${row.mark}`)}</Badge>
              </td>
              {mark !== 'wrong' && (
                <td className={`${cell} block font-medium`}>
                  {kind === 'rules' && row.section && (
                    <span className="mr-2 font-normal text-muted">{t(`section.${row.section}`)}</span>
                  )}
                  {row.label}
                </td>
              )}
              {mark !== 'same' && mark !== 'removed' && (
                <td className={`${cell} block`}>
                  {mark === 'wrong' ? (
                    <Problems row={row} kind={kind} by={by} />
                  ) : (
                    <Fields row={row} by={by} />
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = { row: PreviewRow; by: Administrator };

function Problems({ row, kind, by }: RowProps & { kind: ImportKind }) {
  const name = (field: string) => (kind === 'rules' || field === '' ? field : columnLabel(field, by.locale));
  return (
    <ul className="grid gap-1">
      {row.problems.map((problem) => {
        const text = importProblemText(problem, kind, by.locale);
        return (
          <li key={`${problem.field} ${text}`}>
            {problem.field && <strong className="font-semibold">{name(problem.field)}: </strong>}
            {text}
          </li>
        );
      })}
    </ul>
  );
}

function Fields({ row, by }: RowProps) {
  const t = translator(by.locale, 'import');
  return (
    <ul className="grid gap-0.5">
      {row.fields.map(({ field, before, after }) => (
        <li key={field}>
          <span className="text-muted">{fieldWord(field, by.locale)}: </span>
          {row.mark === 'changed' && (
            <>
              <span className="sr-only">{t('was')} </span>
              <del className="text-muted">{valueWords(field, before, by)}</del>
              <span aria-hidden="true"> → </span>
              <span className="sr-only">{t('becomes')} </span>
            </>
          )}
          <ins className="no-underline">{valueWords(field, after, by)}</ins>
        </li>
      ))}
    </ul>
  );
}
