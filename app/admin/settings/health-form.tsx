'use client';

import { useTranslations } from 'use-intl/react';
import { NumberField } from '@/components/form/plain-fields';
import { RuleForm } from '@/components/form/rule-form';
import type { HealthSettings } from '@/lib/apps/health-settings';
import { saveHealthSettings } from './actions';

const fields = ['interval', 'timeout', 'rise', 'fall'] as const;

/** How the apps are asked for their health. */
export function HealthForm({ values }: { values: HealthSettings }) {
  const t = useTranslations('settings');
  return (
    <RuleForm
      action={saveHealthSettings}
      values={values}
      submitLabel={t('save')}
      done="/admin/settings"
      doneMessage={t('saved')}
      cancelHref="/admin/settings"
      fieldLabels={Object.fromEntries(fields.map((field) => [field, t(`healthFields.${field}`)]))}
    >
      {fields.map((field) => (
        <NumberField
          key={field}
          name={field}
          label={t(`healthFields.${field}`)}
          hint={t(`healthHints.${field}`)}
          className="max-w-40"
        />
      ))}
    </RuleForm>
  );
}
