'use client';

import { useTranslations } from 'use-intl/react';
import { NumberField } from '@/components/form/plain-fields';
import { RuleForm } from '@/components/form/rule-form';
import { saveRetention } from './actions';

export type RetentionFormProps = { values: { keepVisits: number | null; keepChanges: number | null } };

/** For how long the logs are kept. */
export function RetentionForm({ values }: RetentionFormProps) {
  const t = useTranslations('settings');
  return (
    <RuleForm
      action={saveRetention}
      values={values}
      submitLabel={t('save')}
      done="/admin/settings"
      doneMessage={t('saved')}
      cancelHref="/admin/settings"
      fieldLabels={{ keepVisits: t('keepVisits'), keepChanges: t('keepChanges') }}
    >
      <NumberField
        name="keepVisits"
        label={t('keepVisits')}
        hint={t('keepVisitsHint')}
        placeholder={t('forEver')}
        className="max-w-40"
        optional
      />
      <NumberField
        name="keepChanges"
        label={t('keepChanges')}
        hint={t('keepChangesHint')}
        placeholder={t('forEver')}
        className="max-w-40"
        optional
      />
    </RuleForm>
  );
}
