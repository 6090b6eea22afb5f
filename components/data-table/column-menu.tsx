'use client';

import { Columns3 } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { useListNavigation } from './list-navigation';

type ColumnMenuProps = { columns: readonly { name: string; label: string; primary: boolean }[] };

/** Which columns are shown. The one that names the row always is. */
export function ColumnMenu({ columns }: ColumnMenuProps) {
  const t = useTranslations('list');
  const { params, go } = useListNavigation();
  const toggle = (name: string, shown: boolean) =>
    go({
      page: params.page,
      columns: columns
        .filter((column) =>
          column.name === name ? shown : column.primary || params.columns.includes(column.name),
        )
        .map((column) => column.name),
    });
  return (
    <Popover
      align="end"
      trigger={
        <Button variant="secondary" icon={Columns3}>
          {t('columns')}
        </Button>
      }
    >
      <fieldset className="min-w-48">
        <legend className="mb-1 px-1 font-medium text-muted text-sm">{t('columnsShown')}</legend>
        {columns.map(({ name, label, primary }) => (
          <label
            key={name}
            className="flex min-h-10 cursor-pointer items-center gap-3 rounded-control px-1 hover:bg-sunken"
          >
            <input
              type="checkbox"
              className="size-4.5 accent-water"
              checked={primary || params.columns.includes(name)}
              disabled={primary}
              onChange={(event) => toggle(name, event.target.checked)}
            />
            {label}
          </label>
        ))}
      </fieldset>
    </Popover>
  );
}
