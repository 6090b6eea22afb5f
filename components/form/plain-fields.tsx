'use client';

import type { ComponentProps } from 'react';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { FormField, type FormFieldProps } from './form-field';
import { useRuleForm } from './rule-form-context';

export type FieldProps = Omit<FormFieldProps, 'children' | 'group'>;

const textOf = (value: unknown) => (value === null || value === undefined ? '' : String(value));

type TextFieldProps = FieldProps &
  Pick<
    ComponentProps<'input'>,
    | 'type'
    | 'placeholder'
    | 'autoComplete'
    | 'inputMode'
    | 'maxLength'
    | 'autoFocus'
    | 'spellCheck'
    | 'className'
  > & {
    /** Addresses, slugs, ports: where every character counts. */
    mono?: boolean;
  };

export function TextField({
  name,
  label,
  hint,
  optional,
  after,
  mono,
  className = '',
  ...input
}: TextFieldProps) {
  return (
    <FormField {...{ name, label, hint, optional, after }}>
      {({ id, value, onChange, invalid, describedBy }) => (
        <Input
          autoComplete="off"
          {...input}
          id={id}
          name={name}
          value={textOf(value)}
          onChange={(event) => onChange(event.target.value)}
          invalid={invalid}
          aria-describedby={describedBy}
          className={`${mono ? 'font-mono' : ''} ${className}`}
        />
      )}
    </FormField>
  );
}

type TextAreaFieldProps = FieldProps & Pick<ComponentProps<'textarea'>, 'rows' | 'placeholder' | 'maxLength'>;

export function TextAreaField({ name, label, hint, optional, after, ...input }: TextAreaFieldProps) {
  return (
    <FormField {...{ name, label, hint, optional, after }}>
      {({ id, value, onChange, invalid, describedBy }) => (
        <Textarea
          {...input}
          id={id}
          name={name}
          value={textOf(value)}
          onChange={(event) => onChange(event.target.value)}
          invalid={invalid}
          aria-describedby={describedBy}
        />
      )}
    </FormField>
  );
}

type SelectFieldProps = FieldProps & {
  /** An option whose value is empty stands for null. */
  options: readonly { value: string; label: string }[];
  className?: string;
};

export function SelectField({ name, label, hint, optional, after, options, className }: SelectFieldProps) {
  return (
    <FormField {...{ name, label, hint, optional, after }}>
      {({ id, value, onChange, invalid, describedBy }) => (
        <Select
          id={id}
          name={name}
          options={options}
          value={textOf(value)}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
          invalid={invalid}
          aria-describedby={describedBy}
          className={className}
        />
      )}
    </FormField>
  );
}

type NumberFieldProps = FieldProps & Pick<ComponentProps<'input'>, 'placeholder' | 'className'>;

/** A whole number. What is not one is kept as it was typed, for the server to say what is wrong with it. */
export function NumberField({
  name,
  label,
  hint,
  optional,
  after,
  className = '',
  ...input
}: NumberFieldProps) {
  return (
    <FormField {...{ name, label, hint, optional, after }}>
      {({ id, value, onChange, invalid, describedBy }) => (
        // Not type="number": that one drops what it cannot read, and changes with the mouse wheel.
        <Input
          {...input}
          id={id}
          name={name}
          inputMode="numeric"
          autoComplete="off"
          value={textOf(value)}
          onChange={(event) => {
            const text = event.target.value.trim();
            onChange(text === '' ? null : /^\d{1,15}$/.test(text) ? Number(text) : text);
          }}
          invalid={invalid}
          aria-describedby={describedBy}
          className={`tabular-nums ${className}`}
        />
      )}
    </FormField>
  );
}

type SwitchFieldProps = { name: string; label: string; hint?: string };

/** On or off; the label stands beside it. */
export function SwitchField({ name, label, hint }: SwitchFieldProps) {
  const { values, setValue, fieldId, problemsOf } = useRuleForm();
  const id = fieldId(name);
  const problems = problemsOf(name);
  return (
    <div className="grid gap-1.5">
      <Switch
        id={id}
        label={label}
        hint={hint}
        checked={values[name] === true}
        onCheckedChange={(checked) => setValue(name, checked)}
        describedBy={problems.length > 0 ? `${id}-problem` : undefined}
      />
      {problems.length > 0 && (
        <p id={`${id}-problem`} className="font-medium text-sm text-stop">
          {problems.join(' ')}
        </p>
      )}
    </div>
  );
}
