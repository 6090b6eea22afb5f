'use client';

import { useTranslations } from 'use-intl/react';
import { type AppChoice, AppsField } from '@/components/form/apps-field';
import { SelectField, SwitchField, TextAreaField, TextField } from '@/components/form/plain-fields';
import { RuleForm } from '@/components/form/rule-form';
import type { FormValues } from '@/components/form/rule-form-context';
import { RangeField } from '@/components/range-field';
import { Card } from '@/components/ui/card';
import type { UserRule } from '@/lib/users/schema';
import { createUser, saveUser } from './actions';

type UserFormProps = {
  /** A new user’s form also asks for the address that they come from. */
  values: UserRule & { range?: string; rangeLabel?: string };
  /** The user who is edited; left out: a new one is made. */
  edited?: { id: number; version: string };
  apps: readonly AppChoice[];
  myAddress: string | null;
};

/** Fields whose absence means «none». */
const absent = ['landing', 'range', 'rangeLabel'];

const userInput = (values: FormValues) =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([field, value]) => !(absent.includes(field) && (value === null || String(value).trim() === '')),
    ),
  );

/** The form of a user, new or not. */
export function UserForm({ values, edited, apps, myAddress }: UserFormProps) {
  const t = useTranslations('users');
  const names = new Map(apps.map(({ slug, name }) => [slug, name]));
  const labels = {
    name: t('column.name'),
    email: t('column.email'),
    range: t('field.range'),
    rangeLabel: t('field.rangeLabel'),
    apps: t('column.apps'),
    department: t('column.department'),
    landing: t('column.landing'),
    enabled: t('field.enabled'),
    note: t('column.note'),
  };
  return (
    <RuleForm
      action={edited ? saveUser : createUser}
      values={values}
      extra={edited}
      prepare={userInput}
      submitLabel={t(edited ? 'form.save' : 'form.create')}
      done={edited ? '/admin/users/:id' : '/admin/users/:id?new=1'}
      doneMessage={t(edited ? 'done.saved' : 'done.created')}
      cancelHref={edited ? `/admin/users/${edited.id}` : '/admin/users'}
      fieldLabels={labels}
      describeValue={(field, value) => {
        if (field === 'landing')
          return t(`landing.${value === 'first' || value === 'choose' ? value : 'default'}`);
        if (field === 'enabled') return t(value === true ? 'state.enabled' : 'state.disabled');
        if (field === 'apps' && Array.isArray(value)) {
          return value.map((slug) => names.get(slug) ?? slug).join(', ') || undefined;
        }
        return undefined;
      }}
    >
      <Card title={t('form.who')}>
        <div className="grid gap-6">
          <TextField
            name="name"
            label={labels.name}
            autoComplete="off"
            maxLength={100}
            autoFocus={!edited && values.name === ''}
          />
          <TextField
            name="email"
            label={labels.email}
            hint={t('field.emailHint')}
            type="email"
            autoComplete="off"
            spellCheck={false}
          />
          <TextField name="department" label={labels.department} optional maxLength={100} />
        </div>
      </Card>
      {!edited && (
        <Card title={t('form.where')}>
          <div className="grid gap-6">
            <RangeField label={labels.range} myAddress={myAddress} />
            <TextField
              name="rangeLabel"
              label={labels.rangeLabel}
              hint={t('field.rangeLabelHint')}
              optional
              maxLength={200}
            />
          </div>
        </Card>
      )}
      <Card title={t('form.what')}>
        <div className="grid gap-6">
          <AppsField
            name="apps"
            label={labels.apps}
            hint={apps.length > 0 ? t('field.appsHint') : t('field.noAppsHint')}
            apps={apps}
          />
          <SelectField
            name="landing"
            label={labels.landing}
            hint={t('field.landingHint')}
            className="max-w-sm"
            options={(['default', 'first', 'choose'] as const).map((landing) => ({
              value: landing === 'default' ? '' : landing,
              label: t(`field.landing.${landing}`),
            }))}
          />
        </div>
      </Card>
      <Card>
        <div className="grid gap-6">
          <SwitchField name="enabled" label={labels.enabled} hint={t('field.enabledHint')} />
          <TextAreaField
            name="note"
            label={labels.note}
            hint={t('field.noteHint')}
            optional
            rows={2}
            maxLength={1000}
          />
        </div>
      </Card>
    </RuleForm>
  );
}
