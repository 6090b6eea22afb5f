'use client';

import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight, type LucideIcon } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { pageSizes } from '@/lib/list-params';
import { ListLink, ListStateFields, useListNavigation } from './list-navigation';
import { ListSelect } from './list-select';

type PaginationProps = {
  /** The page shown, from 1. */
  page: number;
  pages: number;
};

/** Turns the pages of a list. */
export function Pagination({ page, pages }: PaginationProps) {
  const t = useTranslations('list');
  const format = useFormatter();
  const { path, params, go } = useListNavigation();
  return (
    <nav aria-label={t('pages')} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <ListSelect
        label={t('pageSize')}
        name="size"
        value={String(params.size)}
        goLabel={t('go')}
        options={pageSizes.map((size) => ({ value: String(size), label: String(size), change: { size } }))}
      />
      {pages > 1 && (
        <div className="flex items-center gap-1">
          <Turn to={1} off={page === 1} label={t('firstPage')} icon={ChevronsLeft} />
          <Turn to={page - 1} off={page === 1} label={t('previousPage')} icon={ChevronLeft} rel="prev" />
          <form
            // The number follows the page also where a link has turned it.
            key={page}
            action={path}
            method="get"
            className="flex items-center gap-2 px-2 text-sm"
            onSubmit={(event) => {
              event.preventDefault();
              const wanted = Number.parseInt(String(new FormData(event.currentTarget).get('page')), 10);
              if (wanted >= 1) go({ page: Math.min(wanted, pages) });
            }}
          >
            <ListStateFields except={['page']} />
            <label className="flex items-center gap-2">
              <span className="max-sm:sr-only">{t('page')}</span>
              <input
                name="page"
                inputMode="numeric"
                pattern="[0-9]*"
                maxLength={7}
                defaultValue={page}
                className="h-11 w-16 rounded-control border border-line bg-surface text-center tabular-nums md:h-9.5"
              />
            </label>
            <span className="whitespace-nowrap text-muted tabular-nums">
              {t('ofPages', { pages: format.number(pages) })}
            </span>
          </form>
          <Turn to={page + 1} off={page === pages} label={t('nextPage')} icon={ChevronRight} rel="next" />
          <Turn to={pages} off={page === pages} label={t('lastPage')} icon={ChevronsRight} />
        </div>
      )}
    </nav>
  );
}

type TurnProps = { to: number; off: boolean; label: string; icon: LucideIcon; rel?: 'prev' | 'next' };

function Turn({ to, off, label, icon: Icon, rel }: TurnProps) {
  const shape = 'grid size-11 place-items-center rounded-control md:size-9.5';
  const picture = <Icon aria-hidden="true" className="size-5" />;
  if (off) {
    return (
      <span aria-hidden="true" className={`${shape} text-muted opacity-40`}>
        {picture}
      </span>
    );
  }
  return (
    <ListLink
      change={{ page: to }}
      aria-label={label}
      title={label}
      rel={rel}
      className={`${shape} text-ink hover:bg-sunken`}
    >
      {picture}
    </ListLink>
  );
}
