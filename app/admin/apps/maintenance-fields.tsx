'use client';

import { useTimeZone, useTranslations } from 'use-intl/react';
import { MomentField } from '@/components/form/moment-field';
import { SwitchField, TextField } from '@/components/form/plain-fields';
import { useFormValue } from '@/components/form/rule-form-context';
import { Card } from '@/components/ui/card';
import { endOfDay } from '@/lib/zoned-time';

const HOUR = 3_600_000;

/** The part of an app's form that says whether it is under maintenance. */
export function MaintenanceFields() {
  const t = useTranslations('apps');
  const timeZone = useTimeZone() ?? 'UTC';
  const isOn = useFormValue('maintenance') === true;
  const until = (maintenanceUntil: string | null) => ({ maintenanceUntil });
  const inHours = (hours: number) => until(new Date(Date.now() + hours * HOUR).toISOString());
  return (
    <Card>
      <div className="grid gap-6">
        <SwitchField name="maintenance" label={t('field.maintenance')} hint={t('field.maintenanceHint')} />
        {isOn && (
          <>
            <TextField
              name="maintenanceMessage"
              label={t('field.maintenanceMessage')}
              hint={t('field.maintenanceMessageHint')}
              optional
              maxLength={300}
            />
            <MomentField
              name="maintenanceUntil"
              label={t('field.maintenanceUntil')}
              hint={t('field.maintenanceUntilHint')}
              presets={[
                { label: t('maintenance.hour'), values: () => inHours(1) },
                { label: t('maintenance.fourHours'), values: () => inHours(4) },
                { label: t('maintenance.today'), values: () => until(endOfDay(Date.now(), timeZone)) },
                { label: t('maintenance.open'), values: () => until(null) },
              ]}
            />
          </>
        )}
      </div>
    </Card>
  );
}
