// What a check is, and what it finds. Findings are codes with their numbers; the words are in messages/, under `doctor`, so
// that a result can be read in either language.

import type { Database } from '@/lib/db';
import type { Env } from '@/lib/env';
import type { RuleTable } from '@/lib/routing/table';
import type { Messages } from '@/messages/messages';

export type Status = 'pass' | 'warn' | 'fail';
export type CheckName = keyof Messages['doctor']['check'];
export type Group = keyof Messages['doctor']['group'];
export type FindingCode = keyof Messages['doctor']['found'];
/** What is not all right has a remedy. */
export type TroubleCode = FindingCode & keyof Messages['doctor']['remedy'];
export type Params = Readonly<Record<string, string | number>>;

export type Finding = { status: Status; code: FindingCode; params?: Params };

/** What checks look at. The database and the rules are opened when first asked for; both throw where they cannot be read. */
export type DoctorContext = {
  env: Env;
  /** The project's folder. */
  home: string;
  /** Now, in ms since 1970. */
  now: number;
  database: () => Promise<Database>;
  rules: () => Promise<RuleTable>;
};

export type Check = {
  name: CheckName;
  group: Group;
  /** How long it may take, in ms; 20 s where it says nothing. */
  timeout?: number;
  /** Asks somebody outside this machine. */
  online?: boolean;
  /** Holds the thread: it runs after the others. */
  blocking?: boolean;
  run: (context: DoctorContext) => Promise<Finding[]>;
};

export const pass = (code: FindingCode, params?: Params): Finding => ({ status: 'pass', code, params });
export const warn = (code: TroubleCode, params?: Params): Finding => ({ status: 'warn', code, params });
export const fail = (code: TroubleCode, params?: Params): Finding => ({ status: 'fail', code, params });
