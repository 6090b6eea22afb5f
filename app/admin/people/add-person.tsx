'use client';

import { UserPlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { LabelledField } from '@/components/labelled-field';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import { type Role, roles } from '@/lib/auth/administrator';
import { addPerson } from './actions';
import { useLinkDialog } from './link-dialog';

const nobody = { email: '', name: '', role: 'editor' as Role };

export function AddPerson() {
  const t = useTranslations('people');
  const ui = useTranslations('ui');
  const wording = useTranslations('form');
  const showLink = useLinkDialog();
  const router = useRouter();
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState(nobody);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    setProblems({});
    const result = await addPerson({ input: values }).catch(() => null);
    setPending(false);
    if (result?.status === 'done') {
      setOpen(false);
      setValues(nobody);
      if (result.link) showLink({ name: values.name || values.email, link: result.link });
      router.refresh();
    } else if (result?.status === 'invalid') {
      setProblems(Object.fromEntries(result.problems.map(({ field, message }) => [field, message])));
    } else toast.error(result && 'message' in result ? result.message : wording('unreachable'));
  };

  return (
    <>
      <Button variant="primary" icon={UserPlus} onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('add')}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{ui('cancel')}</Button>
            <Button type="submit" form={formId} variant="primary" pending={pending}>
              {t('addAction')}
            </Button>
          </>
        }
      >
        <form id={formId} onSubmit={submit} noValidate className="grid gap-5 pb-1">
          <LabelledField label={t('email')} hint={t('emailHint')} problem={problems.email}>
            {(field) => (
              <Input
                {...field}
                type="email"
                autoComplete="off"
                autoCapitalize="none"
                value={values.email}
                onChange={(event) => setValues({ ...values, email: event.target.value })}
              />
            )}
          </LabelledField>
          <LabelledField label={t('name')} hint={t('nameHint')} problem={problems.name}>
            {(field) => (
              <Input
                {...field}
                autoComplete="off"
                value={values.name}
                onChange={(event) => setValues({ ...values, name: event.target.value })}
              />
            )}
          </LabelledField>
          <fieldset className="grid gap-2">
            <legend className="mb-1.5 font-medium text-sm">{t('role')}</legend>
            {roles.map((role) => (
              <label
                key={role}
                className="flex cursor-pointer items-start gap-3 rounded-control border border-line px-3.5 py-2.5 transition-colors hover:bg-sunken has-checked:border-water has-checked:bg-water-soft"
              >
                <input
                  type="radio"
                  name="role"
                  value={role}
                  checked={values.role === role}
                  onChange={() => setValues({ ...values, role })}
                  className="mt-1 accent-water"
                />
                <span>
                  <span className="block font-medium text-sm">{t(`roleWord.${role}`)}</span>
                  <span className="block text-muted text-sm">{t(`roleMeans.${role}`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
        </form>
      </Dialog>
    </>
  );
}
