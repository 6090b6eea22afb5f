// From the bytes of a rules file to rules, or to all that is wrong with it. What needs the database to be known (names of
// apps and users, ports that other apps have) is checked in plan.ts.

import type { z } from 'zod';
import { type AppRule, appFields, appSchema, type ReservedPorts, reservedPort } from '../apps/schema';
import { closest } from '../closest';
import { type KeyedRange, rangeFields, rangeSchema } from '../ip-ranges/schema';
import { type FieldProblem, fieldProblems, shown } from '../rule-fields';
import { type UserRule, userFields, userSchema } from '../users/schema';
import { type Path, readSource, type Source } from './source';

export type RulesProblem = {
  /** Counted from 1. */
  line: number;
  /** What it is about: `validUntil`; empty where it is about the whole object or file. */
  field: string;
  code: string;
  params: Record<string, string | number>;
  words: 'rules' | 'address';
};

/** A valid object and its place in its section. */
export type Item<Rule> = { index: number; rule: Rule };

export type RulesFile = {
  apps: Item<AppRule>[];
  users: Item<UserRule>[];
  ranges: (Item<KeyedRange['rule']> & Pick<KeyedRange, 'first' | 'last'>)[];
  /** Every slug and email that the file has an object for, valid or not. */
  named: { apps: Set<string>; users: Set<string> };
  lineOf: Source['lineOf'];
};

export type ParsedRules = { file: RulesFile; problems: RulesProblem[] };

const sections = ['apps', 'users', 'ranges'] as const;
type Section = (typeof sections)[number];

/** Reads the file. Where there are problems, `file` has what is valid, so that the rest can be checked too. */
export function parseRules(bytes: Uint8Array, reserved: ReservedPorts): ParsedRules {
  const result = readSource(bytes);
  if (!result.ok) {
    const problems = result.problems.map(
      (problem): RulesProblem => ({ ...problem, field: '', words: 'rules' }),
    );
    return { file: emptyFile(() => 1), problems };
  }
  return new RulesParser(result.source, reserved).parse();
}

const emptyFile = (lineOf: Source['lineOf']): RulesFile => ({
  apps: [],
  users: [],
  ranges: [],
  named: { apps: new Set(), users: new Set() },
  lineOf,
});

class RulesParser {
  private readonly problems: RulesProblem[] = [];
  private readonly file: RulesFile;

  constructor(
    private readonly source: Source,
    private readonly reserved: ReservedPorts,
  ) {
    this.file = emptyFile(source.lineOf);
  }

  parse(): ParsedRules {
    const { value } = this.source;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.report([], { code: 'FILE', params: { value: shown(value) } });
      return { file: this.file, problems: this.problems };
    }
    for (const key of Object.keys(value)) {
      if (key === '$schema' || (sections as readonly string[]).includes(key)) continue;
      const suggestion = closest(key, sections) ?? '';
      this.report([key], {
        code: 'UNKNOWN_KEY',
        params: { key: shown(key), suggestion, fields: sections.join(', ') },
      });
    }
    const given = value as Partial<Record<Section, unknown>>;
    this.apps(this.items(given, 'apps'));
    this.users(this.items(given, 'users'));
    this.ranges(this.items(given, 'ranges'));
    return { file: this.file, problems: this.problems };
  }

  private items(given: Partial<Record<Section, unknown>>, section: Section): unknown[] {
    const items = given[section];
    if (Array.isArray(items)) return items;
    if (items !== undefined) this.report([section], { code: 'SECTION', params: { section } });
    return [];
  }

  private apps(items: unknown[]): void {
    const lines = new Map<string, number>();
    items.forEach((item, index) => {
      this.isFirst(lines, nameOf(item, 'slug'), ['apps', index, 'slug']);
      const rule = this.valid(appSchema, item, ['apps', index], appFields);
      if (!rule) return;
      const variable = reservedPort(rule, this.reserved);
      if (variable) {
        this.report(['apps', index, 'port'], {
          code: 'PORT_RESERVED',
          params: { port: String(rule.port), variable },
        });
      }
      this.file.apps.push({ index, rule });
    });
    this.file.named.apps = new Set(lines.keys());
  }

  private users(items: unknown[]): void {
    const lines = new Map<string, number>();
    items.forEach((item, index) => {
      this.isFirst(lines, nameOf(item, 'email')?.trim().toLowerCase(), ['users', index, 'email']);
      const rule = this.valid(userSchema, item, ['users', index], userFields);
      if (rule) this.file.users.push({ index, rule });
    });
    this.file.named.users = new Set(lines.keys());
  }

  private ranges(items: unknown[]): void {
    const indices = new Map<string, number>();
    items.forEach((item, index) => {
      const range = this.valid(rangeSchema, item, ['ranges', index], rangeFields);
      if (!range) return;
      const key = `${range.first}${range.last}`;
      const first = indices.get(key);
      if (first === undefined) {
        indices.set(key, index);
        this.file.ranges.push({ index, ...range });
      } else {
        const line = this.source.lineOf(['ranges', first, 'range']);
        const other = nameOf(items[first], 'range') ?? '';
        const written = nameOf(item, 'range') ?? '';
        const params = { value: written, line: String(line), other: other === written ? '' : other };
        this.report(['ranges', index, 'range'], { code: 'DUPLICATE', params });
      }
    });
  }

  /** Notes the name; a second object of the same name is a problem. */
  private isFirst(lines: Map<string, number>, name: string | undefined, path: Path): void {
    if (name === undefined) return;
    const index = lines.get(name);
    if (index === undefined) {
      lines.set(name, Number(path[1]));
      return;
    }
    const line = this.source.lineOf([path[0]!, index, path[2]!]);
    this.report(path, { code: 'DUPLICATE', params: { value: shown(name), line: String(line), other: '' } });
  }

  private valid<Schema extends z.ZodType>(
    schema: Schema,
    item: unknown,
    path: Path,
    fields: readonly string[],
  ): z.output<Schema> | undefined {
    const result = schema.safeParse(item, { reportInput: true });
    if (result.success) return result.data;
    for (const problem of fieldProblems(result.error, fields))
      this.report([...path, ...problem.path], problem);
    return undefined;
  }

  private report(
    path: Path,
    problem: Pick<FieldProblem, 'code' | 'params'> & { words?: FieldProblem['words'] },
  ): void {
    this.problems.push(problemAt(this.source, path, problem));
  }
}

/** A problem with what the path leads to. */
export function problemAt(
  source: Pick<Source, 'lineOf'>,
  path: Path,
  {
    code,
    params,
    words = 'rules',
  }: Pick<FieldProblem, 'code' | 'params'> & { words?: FieldProblem['words'] },
): RulesProblem {
  const field = path.length > 2 && code !== 'UNKNOWN_KEY' ? shown(String(path[2])) : '';
  return { line: source.lineOf(path), field, code, params, words };
}

function nameOf(item: unknown, field: string): string | undefined {
  const value =
    typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}
