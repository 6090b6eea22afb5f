// From the bytes of a rules file to rules, or to all that is wrong with it. What needs the database to be known (names of
// apps and users, ports that other apps have) is checked in plan.ts.

import type { z } from 'zod';
import { reservedUpstream } from '../apps/port-conflicts';
import { type AppRule, appFields, appSchema, type ReservedPorts, reservedPort } from '../apps/schema';
import { closest } from '../closest';
import { type KeyedRange, rangeFields, rangeSchema } from '../ip-ranges/schema';
import { type FieldProblem, fieldProblems, shown, validFields } from '../rule-fields';
import { type UserRule, userFields, userSchema } from '../users/schema';
import { type Path, readSource, type Source, type SourceProblem } from './source';

export type RulesProblem = {
  /** Counted from 1. */
  line: number;
  /** What it is about: `validUntil`; empty where it is about the whole object or file. */
  field: string;
  code: string;
  params: Record<string, string | number>;
  words: FieldProblem['words'];
};

/** A valid object and its place in its section. */
export type Item<Rule> = { index: number; rule: Rule };

export type RulesFile = {
  apps: Item<AppRule>[];
  users: Item<UserRule>[];
  ranges: (Item<KeyedRange['rule']> & Pick<KeyedRange, 'first' | 'last'>)[];
  /** What objects with problems say about others, where that part of them is right: all errors are told at once. */
  broken: {
    apps: (Item<Pick<AppRule, 'host' | 'port'>> & { slug: string })[];
    users: Item<Pick<UserRule, 'apps'>>[];
    ranges: Item<Pick<KeyedRange['rule'], 'apps' | 'user'>>[];
  };
  /** Every slug and email that the file has an object for, valid or not. */
  named: { apps: Set<string>; users: Set<string> };
  lineOf: Source['lineOf'];
};

export type ParsedRules = { file: RulesFile; problems: RulesProblem[] };

export const sections = ['apps', 'users', 'ranges'] as const;
export type Section = (typeof sections)[number];
type Lists = [apps: unknown[], users: unknown[], ranges: unknown[]];
/** So many objects are checked between two tellings of progress. */
const PROGRESS_STEP = 1000;

/** Is told, now and then, which part of the objects has been checked: from 0 to 1. */
export type Progress = (part: number) => void;

/** Reads the file. Where there are problems, `file` has what is valid, so that the rest can be checked too. */
export function parseRules(bytes: Uint8Array, reserved: ReservedPorts, progress?: Progress): ParsedRules {
  const result = readSource(bytes);
  return result.ok ? parseSource(result.source, reserved, progress) : unreadable(result.problems);
}

/** What is read of a file that cannot be read: what is wrong with it. */
export function unreadable(
  problems: readonly (SourceProblem & { words?: FieldProblem['words'] })[],
): ParsedRules {
  return {
    file: emptyFile(() => 1),
    problems: problems.map((problem) => ({ words: 'rules', ...problem, field: '' })),
  };
}

/** The same for values that have been read from another kind of file. */
export function parseSource(source: Source, reserved: ReservedPorts, progress?: Progress): ParsedRules {
  return new RulesParser(source, reserved, progress).parse();
}

const emptyFile = (lineOf: Source['lineOf']): RulesFile => ({
  apps: [],
  users: [],
  ranges: [],
  broken: { apps: [], users: [], ranges: [] },
  named: { apps: new Set(), users: new Set() },
  lineOf,
});

class RulesParser {
  private readonly problems: RulesProblem[] = [];
  private readonly file: RulesFile;
  private checked = 0;
  private total = 0;

  constructor(
    private readonly source: Source,
    private readonly reserved: ReservedPorts,
    private readonly progress: Progress = () => {},
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
    const [apps, users, ranges] = sections.map((section) => this.items(given, section)) as Lists;
    this.total = apps.length + users.length + ranges.length;
    this.apps(apps);
    this.users(users);
    this.ranges(ranges);
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
      if (rule) this.file.apps.push({ index, rule });
      const place = rule ?? placeOf(item);
      if (!place) return;
      if (!rule) this.file.broken.apps.push({ index, rule: place, slug: shown(nameOf(item, 'slug') ?? '') });
      const variable = reservedPort(place, this.reserved);
      if (variable) {
        this.report(['apps', index, 'port'], {
          code: 'PORT_RESERVED',
          params: { port: String(place.port), variable },
        });
      }
      const listens = rule && reservedUpstream(rule, this.reserved);
      if (listens) this.report(['apps', index, 'upstream'], { code: 'UPSTREAM_RESERVED', params: listens });
    });
    this.file.named.apps = new Set(lines.keys());
  }

  private users(items: unknown[]): void {
    const lines = new Map<string, number>();
    items.forEach((item, index) => {
      this.isFirst(lines, nameOf(item, 'email')?.trim().toLowerCase(), ['users', index, 'email']);
      const rule = this.valid(userSchema, item, ['users', index], userFields);
      if (rule) this.file.users.push({ index, rule });
      else {
        const { apps = [] } = validFields(userSchema.in.shape, item);
        this.file.broken.users.push({ index, rule: { apps } });
      }
    });
    this.file.named.users = new Set(lines.keys());
  }

  private ranges(items: unknown[]): void {
    const indices = new Map<string, number>();
    items.forEach((item, index) => {
      const valid = this.valid(rangeSchema, item, ['ranges', index], rangeFields);
      let range: Pick<KeyedRange, 'first' | 'last'> | undefined = valid;
      if (!valid) {
        const fields = validFields(rangeSchema.in.shape, item);
        this.file.broken.ranges.push({ index, rule: { apps: fields.apps ?? [], user: fields.user ?? null } });
        range = fields.range;
      }
      if (!range) return;
      const key = `${range.first}${range.last}`;
      const first = indices.get(key);
      if (first === undefined) {
        indices.set(key, index);
        if (valid) this.file.ranges.push({ index, ...valid });
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
    if (++this.checked % PROGRESS_STEP === 0) this.progress(this.checked / this.total);
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

/** Where an app answers, as far as an object with problems says so rightly. */
function placeOf(item: unknown): Pick<AppRule, 'host' | 'port'> | undefined {
  const { port, host } = validFields(appSchema.in.shape, item);
  const isHostWrong = host === undefined && (item as { host?: unknown } | null)?.host !== undefined;
  return port === undefined || isHostWrong ? undefined : { port, host: host ?? null };
}
