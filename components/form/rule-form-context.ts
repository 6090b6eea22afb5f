'use client';

import { createContext, use } from 'react';

export type FormValues = Readonly<Record<string, unknown>>;

export type RuleFormState = {
  values: FormValues;
  setValue: (name: string, value: unknown) => void;
  setValues: (some: FormValues) => void;
  /** What is wrong with a field, in words; several problems are several lines. */
  problemsOf: (name: string) => readonly string[];
  /** The id of a field's control. */
  fieldId: (name: string) => string;
  /** It is being saved. */
  pending: boolean;
};

export const RuleFormContext = createContext<RuleFormState | null>(null);

/** The form round this component: for live panels next to a field. */
export function useRuleForm(): RuleFormState {
  const form = use(RuleFormContext);
  if (!form) throw new Error('a field stands outside of its form');
  return form;
}

/** What a field of the form holds at this moment. */
export function useFormValue(name: string): unknown {
  return useRuleForm().values[name];
}
