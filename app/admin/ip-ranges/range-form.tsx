'use client';

import type { ReactNode } from 'react';
import { useTimeZone, useTranslations } from 'use-intl/react';
import { type AppChoice, AppsField } from '@/components/form/apps-field';
import { MomentField } from '@/components/form/moment-field';
import { SelectField, SwitchField, TextAreaField, TextField } from '@/components/form/plain-fields';
import { RuleForm } from '@/components/form/rule-form';
import { useFormValue } from '@/components/form/rule-form-context';
import { UserField } from '@/components/form/user-field';
import { RangeField } from '@/components/range-field';
import { Card } from '@/components/ui/card';
import { formatMoment } from '@/lib/format';
import type { RangeRule } from '@/lib/ip-ranges/schema';
import { endOfDay } from '@/lib/zoned-time';
import { createRange, saveRange } from './actions';
import { EffectField } from './effect-field';
import { rangeInput } from './range-input';
import { RangePreview } from './range-preview';

type RangeFormProps = {
  values: RangeRule;
  /** The range that is edited; left out: a new one is made. */
  edited?: { id: number; version: string };
  apps: readonly AppChoice[];
  myAddress: string | null;
  locale: 'en' | 'ko';
};

/** The form of a range, new or not. */
export function RangeForm({ values, edited, apps, myAddress, locale }: RangeFormProps) {
  const t = useTranslations('ranges');
  const timeZone = useTimeZone() ?? 'UTC';
  const now = () => Date.now();
  const names = new Map(apps.map(({ slug, name }) => [slug, name]));
  const labels = {
    range: t('column.range'),
    label: t('column.label'),
    effect: t('column.effect'),
    user: t('column.owner'),
    apps: t('column.apps'),
    landing: t('column.landing'),
    validFrom: t('field.validFrom'),
    validUntil: t('field.validUntil'),
    enabled: t('field.enabled'),
    note: t('column.note'),
  };
  return (
    <RuleForm
      action={edited ? saveRange : createRange}
      values={values}
      extra={edited}
      prepare={rangeInput}
      submitLabel={t(edited ? 'form.save' : 'form.create')}
      done="/admin/ip-ranges/:id"
      doneMessage={t(edited ? 'done.saved' : 'done.created')}
      cancelHref={edited ? `/admin/ip-ranges/${edited.id}` : '/admin/ip-ranges'}
      fieldLabels={labels}
      describeValue={(field, value) => {
        if (field === 'effect') return t(value === 'deny' ? 'effect.deny' : 'effect.allow');
        if (field === 'landing')
          return t(`landing.${value === 'first' || value === 'choose' ? value : 'default'}`);
        if (field === 'apps' && Array.isArray(value)) {
          return value.map((slug) => names.get(slug) ?? slug).join(', ') || undefined;
        }
        if (
          (field === 'validFrom' || field === 'validUntil') &&
          typeof value === 'string' &&
          Date.parse(value)
        ) {
          return formatMoment(Date.parse(value), { locale, timeZone });
        }
        return undefined;
      }}
    >
      <Card title={t('form.which')}>
        <Fields>
          <RangeField
            label={labels.range}
            myAddress={myAddress}
            except={edited?.id}
            autoFocus={!edited && values.range === ''}
          />
          <TextField name="label" label={labels.label} hint={t('field.labelHint')} optional maxLength={200} />
        </Fields>
      </Card>
      <Card title={t('form.what')}>
        <Fields>
          <EffectField label={labels.effect} />
          <UserField name="user" label={labels.user} hint={t('field.ownerHint')} optional />
          <WhenAllowing>
            <AppsField name="apps" label={labels.apps} hint={t('field.appsHint')} optional apps={apps} />
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
          </WhenAllowing>
        </Fields>
      </Card>
      <Card title={t('form.when')}>
        <Fields>
          <MomentField
            name="validUntil"
            label={labels.validUntil}
            hint={t('field.validUntilHint')}
            presets={[
              { label: t('preset.today'), values: () => until(endOfDay(now(), timeZone)) },
              { label: t('preset.week'), values: () => until(endOfDay(now(), timeZone, 7)) },
              { label: t('preset.month'), values: () => until(endOfDay(now(), timeZone, 30)) },
              { label: t('preset.always'), values: () => ({ validFrom: null, validUntil: null }) },
            ]}
          />
          <MomentField name="validFrom" label={labels.validFrom} hint={t('field.validFromHint')} />
          <SwitchField name="enabled" label={labels.enabled} hint={t('field.enabledHint')} />
        </Fields>
      </Card>
      <Card>
        <TextAreaField
          name="note"
          label={labels.note}
          hint={t('field.noteHint')}
          optional
          rows={2}
          maxLength={1000}
        />
      </Card>
      <RangePreview except={edited?.id} />
    </RuleForm>
  );
}

const until = (validUntil: string) => ({ validUntil });

const Fields = ({ children }: { children: ReactNode }) => <div className="grid gap-6">{children}</div>;

/** A range that denies grants no apps and lands nowhere. */
function WhenAllowing({ children }: { children: ReactNode }) {
  return useFormValue('effect') === 'deny' ? null : children;
}
