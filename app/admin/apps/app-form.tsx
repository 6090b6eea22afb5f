'use client';

import { ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import {
  NumberField,
  SelectField,
  SwitchField,
  TextAreaField,
  TextField,
} from '@/components/form/plain-fields';
import { RuleForm } from '@/components/form/rule-form';
import { type FormValues, useRuleForm } from '@/components/form/rule-form-context';
import { Card } from '@/components/ui/card';
import type { AppRule } from '@/lib/apps/schema';
import { createApp, saveApp } from './actions';
import { ListeningNote, UpstreamField } from './app-listening';
import { MaintenanceFields } from './maintenance-fields';

type AppFormProps = {
  values: AppRule;
  /** The app that is edited; left out: a new one is made. */
  edited?: { id: number; version: string };
};

/** Fields that are left out where nothing is written in them. */
const absent = ['port', 'scheme', 'host', 'path', 'upstream', 'healthPath', 'maintenanceUntil'];

const appInput = (values: FormValues) =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([field, value]) => !(absent.includes(field) && (value === null || value === '')),
    ),
  );

/** Whether one of the fields behind the disclosure says something unusual. */
const isAdvanced = ({ scheme, host, path, upstream, guarded }: AppRule) =>
  scheme !== null || host !== null || path !== '/' || upstream !== null || !guarded;

/** The form of an app, new or not. */
export function AppForm({ values, edited }: AppFormProps) {
  const t = useTranslations('apps');
  const labels = {
    name: t('column.name'),
    slug: t('column.slug'),
    description: t('field.description'),
    port: t('column.port'),
    scheme: t('field.scheme'),
    host: t('column.host'),
    path: t('column.path'),
    upstream: t('field.upstream'),
    healthPath: t('field.healthPath'),
    guarded: t('column.guarded'),
    enabled: t('field.enabled'),
    maintenance: t('field.maintenance'),
    maintenanceMessage: t('field.maintenanceMessage'),
    maintenanceUntil: t('field.maintenanceUntil'),
    note: t('column.note'),
  };
  return (
    <RuleForm
      action={edited ? saveApp : createApp}
      values={values}
      extra={edited}
      prepare={appInput}
      submitLabel={t(edited ? 'form.save' : 'form.create')}
      done="/admin/apps/:id"
      doneMessage={t(edited ? 'done.saved' : 'done.created')}
      cancelHref={edited ? `/admin/apps/${edited.id}` : '/admin/apps'}
      fieldLabels={labels}
      describeValue={(field, value) => {
        if (field === 'guarded') return t(value === true ? 'guarded.yes' : 'guarded.no');
        if (field === 'enabled') return t(value === true ? 'state.enabled' : 'state.disabled');
        return undefined;
      }}
    >
      {!edited && <SlugFromName />}
      <Card>
        <div className="grid gap-6">
          <TextField
            name="name"
            label={labels.name}
            hint={t('field.nameHint')}
            autoComplete="off"
            maxLength={100}
            autoFocus={!edited}
          />
          <TextField
            name="slug"
            label={labels.slug}
            hint={t('field.slugHint')}
            mono
            autoComplete="off"
            spellCheck={false}
            maxLength={63}
          />
          <NumberField name="port" label={labels.port} hint={t('field.portHint')} className="max-w-40" />
          <ListeningNote />
          <TextField
            name="description"
            label={labels.description}
            hint={t('field.descriptionHint')}
            optional
            maxLength={300}
          />
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
      <MaintenanceFields />
      <details
        open={isAdvanced(values)}
        className="group rounded-panel border border-line bg-surface shadow-card"
      >
        <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 px-4 py-3 font-semibold sm:px-5">
          <ChevronRight
            aria-hidden="true"
            className="size-4 transition-transform group-open:rotate-90 motion-reduce:transition-none"
          />
          {t('form.advanced')}
        </summary>
        <div className="grid gap-6 border-line border-t p-4 sm:p-5">
          <SwitchField name="guarded" label={labels.guarded} hint={t('field.guardedHint')} />
          <TextField
            name="host"
            label={labels.host}
            hint={t('field.hostHint')}
            optional
            mono
            spellCheck={false}
            placeholder="apps.example.com"
          />
          <TextField
            name="path"
            label={labels.path}
            hint={t('field.pathHint')}
            optional
            mono
            spellCheck={false}
          />
          <SelectField
            name="scheme"
            label={labels.scheme}
            hint={t('field.schemeHint')}
            className="max-w-40"
            options={[
              { value: '', label: 'http' },
              { value: 'https', label: 'https' },
            ]}
          />
          <UpstreamField label={labels.upstream} />
          <TextField
            name="healthPath"
            label={labels.healthPath}
            hint={t('field.healthPathHint')}
            optional
            mono
            spellCheck={false}
            placeholder="/healthz"
          />
        </div>
      </details>
    </RuleForm>
  );
}

const slugOf = (name: string) =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);

/** A slug made from the name while it is written, until somebody writes one of their own. */
function SlugFromName() {
  const { values, setValue } = useRuleForm();
  const suggested = useRef('');
  const name = String(values.name ?? '');
  const slug = String(values.slug ?? '');
  useEffect(() => {
    if (slug !== suggested.current || slugOf(name) === slug) return;
    suggested.current = slugOf(name);
    setValue('slug', suggested.current);
  }, [name, slug, setValue]);
  return null;
}
