'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslations } from 'use-intl/react';
import { Button, LinkButton } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { toast } from '@/components/ui/toast';
import type { ActionResult, FieldMessage } from '@/lib/action-result';
import type { ActionInput } from '@/lib/admin-action';
import { sameFieldValue } from '@/lib/merge-edits';
import { FormAlert, ProblemSummary } from './form-alert';
import { type FormValues, RuleFormContext, type RuleFormState } from './rule-form-context';
import { useUnsavedGuard } from './unsaved-guard';

// Nobody needs it until two people have edited one row.
const ConflictDialog = dynamic(() => import('./conflict-dialog').then((module) => module.ConflictDialog), {
  ssr: false,
});

export type RuleFormProps = {
  action: (given: ActionInput) => Promise<ActionResult>;
  /** What the form shows at first. */
  values: FormValues;
  /** Sent along: `{ id, version }` of the row that is edited. */
  extra?: FormValues;
  /** The input that the action takes, made from the values; `extra` is added to it. */
  prepare?: (values: FormValues) => object;
  submitLabel: string;
  /** Where saving leads; `:id` becomes the id of what was saved. */
  done: string;
  doneMessage: string;
  cancelHref: string;
  /** What each field is called, where somebody else’s edit is compared with this one. */
  fieldLabels: Readonly<Record<string, string>>;
  /** A field’s value in words, where its own spelling is not what people read. */
  describeValue?: (field: string, value: unknown) => string | undefined;
  children: ReactNode;
};

type Conflict = Extract<ActionResult, { status: 'conflict' }>;
type Failure = { refused?: string; problems: readonly FieldMessage[] };

const noFailure: Failure = { problems: [] };
const concerns = (problem: FieldMessage, name: string) =>
  problem.field === name || problem.field.startsWith(`${name}.`);

/** The form of an object, new or not. What was written stays through every failure. */
export function RuleForm(props: RuleFormProps) {
  const {
    action,
    prepare = (values) => values,
    submitLabel,
    done,
    doneMessage,
    cancelHref,
    fieldLabels,
    children,
  } = props;
  const t = useTranslations('form');
  const router = useRouter();
  const ask = useConfirm();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(props.values);
  // The row as this edit began with it. What the server renders later does not change it, or somebody else’s edit that came
  // in between would be overwritten without a word.
  const [opened, setOpened] = useState({ values: props.values, extra: props.extra });
  const [failure, setFailure] = useState<Failure>(noFailure);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [pending, setPending] = useState(false);
  const [saved, setSaved] = useState(false);
  const isDirty = useMemo(() => !saved && differs(opened.values, values), [saved, opened, values]);
  const guard = useUnsavedGuard(isDirty);

  const given = JSON.stringify([props.values, props.extra]);
  const [seen, setSeen] = useState(given);
  if (seen !== given && !isDirty && !pending) {
    setSeen(given);
    setOpened({ values: props.values, extra: props.extra });
    setValues(props.values);
    setSaved(false);
  }

  useEffect(() => {
    if (failure === noFailure) return;
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]:not([type="hidden"])');
    (first ?? form.current?.querySelector<HTMLElement>('[role="alert"]'))?.focus();
  }, [failure]);

  const submit = async (
    written: FormValues,
    extra: FormValues | undefined,
    confirmed = false,
  ): Promise<void> => {
    if (pending && !confirmed) return;
    setPending(true);
    setFailure(noFailure);
    let result: ActionResult;
    try {
      result = await action({ input: { ...prepare(written), ...extra }, confirmed });
    } catch {
      // The network or the server is away, and what was written is still here.
      result = { status: 'refused', message: t('unreachable') };
    }
    if (result.status === 'confirm') {
      const yes = await ask({ title: t('confirmTitle'), body: result.message, action: t('saveAnyway') });
      if (yes) return submit(written, extra, true);
    }
    if (result.status === 'done') {
      setSaved(true);
      toast.success(result.changes === 0 ? t('nothingChanged') : doneMessage);
      const id = result.id ?? extra?.id;
      guard.leave(() => router.push(done.replace(':id', String(id ?? ''))));
      return;
    }
    setPending(false);
    if (result.status === 'invalid') setFailure({ problems: result.problems });
    if (result.status === 'refused') setFailure({ refused: result.message, problems: [] });
    if (result.status === 'conflict') setConflict(result);
  };

  const state = useMemo(
    (): RuleFormState => ({
      values,
      pending,
      fieldId: (name) => `${formId}${name}`,
      problemsOf: (name) =>
        failure.problems.filter((problem) => concerns(problem, name)).map(({ message }) => message),
      setValues: (some) => {
        setSaved(false);
        setValues((before) => ({ ...before, ...some }));
      },
      setValue: (name, value) => {
        setSaved(false);
        setValues((before) => (Object.is(before[name], value) ? before : { ...before, [name]: value }));
      },
    }),
    [values, pending, formId, failure],
  );

  const send = (event: FormEvent) => {
    event.preventDefault();
    void submit(values, opened.extra);
  };
  const sendByKeys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.current?.requestSubmit();
  };

  return (
    <RuleFormContext value={state}>
      <form
        ref={form}
        noValidate
        aria-busy={pending}
        onSubmit={send}
        onKeyDown={sendByKeys}
        className="grid gap-6"
      >
        {failure.refused && <FormAlert>{failure.refused}</FormAlert>}
        <ProblemSummary problems={failure.problems} fieldLabels={fieldLabels} fieldId={state.fieldId} />
        {children}
        <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-3 border-line border-t bg-ground py-4 in-data-card:bg-surface in-data-card:pb-0">
          <Button type="submit" variant="primary" pending={pending}>
            {submitLabel}
          </Button>
          <LinkButton href={cancelHref} variant="quiet">
            {t('cancel')}
          </LinkButton>
          <p role="status" className="text-muted text-sm">
            {isDirty && !pending ? t('unsaved') : ''}
          </p>
        </div>
      </form>
      {conflict && (
        <ConflictDialog
          conflict={conflict}
          base={opened.values}
          mine={values}
          fieldLabels={fieldLabels}
          describeValue={props.describeValue}
          onCancel={() => setConflict(null)}
          onSave={(merged) => {
            const extra = { ...opened.extra, version: conflict.version };
            setConflict(null);
            setValues(merged);
            setOpened({ values: { ...opened.values, ...known(conflict.current, opened.values) }, extra });
            void submit(merged, extra);
          }}
        />
      )}
    </RuleFormContext>
  );
}

const differs = (before: FormValues, after: FormValues) =>
  Object.keys({ ...before, ...after }).some((field) => !sameFieldValue(before[field], after[field]));

/** The fields of a row that the form has, too. */
const known = (row: FormValues, values: FormValues) =>
  Object.fromEntries(Object.entries(row).filter(([field]) => Object.hasOwn(values, field)));
