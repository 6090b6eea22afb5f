'use client';

import { useTranslations } from 'use-intl/react';
import { useListNavigation } from './list-navigation';
import { ListSelect } from './list-select';

type FilterSelectProps = {
  /** The filter's, in the URL. */
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
};

/** One of a list's filters. */
export function FilterSelect({ name, label, options }: FilterSelectProps) {
  const t = useTranslations('list');
  const { params } = useListNavigation();
  const value = (params.filters as Readonly<Record<string, string | undefined>>)[name];
  return (
    <ListSelect
      label={label}
      name={name}
      value={value ?? ''}
      active={value !== undefined}
      goLabel={t('go')}
      options={[
        { value: '', label: t('any'), change: { filters: { [name]: undefined } } },
        ...options.map((option) => ({ ...option, change: { filters: { [name]: option.value } } })),
      ]}
    />
  );
}
