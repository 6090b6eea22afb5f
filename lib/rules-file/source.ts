// From the bytes of a rules file to plain values, with the line of each. YAML 1.2 with the core schema, so that dates stay
// texts and `yes` is a word; JSON is part of it.

import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { type PlainSource, readPlain } from './plain-reader';

export type Path = readonly PropertyKey[];

export type Source = {
  value: unknown;
  /** The line, counted from 1, of what the path leads to, or of the nearest thing around it. */
  lineOf: (path: Path) => number;
};

export type SourceProblem = { line: number; code: string; params: Record<string, string | number> };
export type SourceResult = { ok: true; source: Source } | { ok: false; problems: SourceProblem[] };

/** Half a million ranges take some 40 MB. */
const LARGEST = 256 * 1024 * 1024;
/** Uses of an anchor, counted with what each of them brings along. */
const MOST_ALIASES = 10_000;

const refuse = (code: string, line = 1, params: SourceProblem['params'] = {}): SourceResult => ({
  ok: false,
  problems: [{ line, code, params }],
});

export function readSource(bytes: Uint8Array): SourceResult {
  if (bytes.length > LARGEST) return refuse('TOO_BIG', 1, { megabytes: LARGEST / 1024 / 1024 });
  const text = decode(bytes);
  if (text === undefined) return refuse('NOT_UTF8', lineOfBadByte(bytes));
  const plain = readPlain(text);
  return plain ? { ok: true, source: plainSource(plain) } : readYaml(text);
}

/** The text without its byte order mark; undefined where the bytes are not UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function lineOfBadByte(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    if (decode(bytes.subarray(start, end)) === undefined) return line;
    start = end;
  }
  return 1;
}

function plainSource({ value, lines }: PlainSource): Source {
  return {
    value,
    lineOf(path) {
      let line = 1;
      let current: unknown = value;
      for (const part of path) {
        if (typeof current !== 'object' || current === null) break;
        const known = lines.get(current)!;
        const index = Array.isArray(current) ? Number(part) : Object.keys(current).indexOf(String(part));
        line = known.entries[index] ?? known.start;
        if (known.entries[index] === undefined) break;
        current = (current as Record<PropertyKey, unknown>)[part];
      }
      return line;
    },
  };
}

function readYaml(text: string): SourceResult {
  const counter = new LineCounter();
  const lineAt = (offset: number | undefined) => Math.max(1, counter.linePos(offset ?? 0).line);
  try {
    const document = parseDocument(text, {
      lineCounter: counter,
      schema: 'core',
      resolveKnownTags: false,
      stringKeys: true,
      prettyErrors: false,
      logLevel: 'error',
    });
    const problems = [...document.errors, ...document.warnings].map(
      ({ code, message, pos }): SourceProblem => {
        const known = [
          'DUPLICATE_KEY',
          'TAB_AS_INDENT',
          'MULTIPLE_DOCS',
          'NON_STRING_KEY',
          'TAG_RESOLVE_FAILED',
        ];
        const detail = message.split('\n')[0]!;
        return { line: lineAt(pos[0]), code: known.includes(code) ? code : 'SYNTAX', params: { detail } };
      },
    );
    if (problems.length > 0) return { ok: false, problems };
    const lost = unresolvedAlias(document);
    if (lost) return refuse('BAD_ALIAS', lineAt(lost.range?.[0]), { name: lost.source });
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (value === null || value === undefined) return refuse('EMPTY_FILE');
    return { ok: true, source: { value, lineOf: (path) => lineAt(offsetOf(document, path)) } };
  } catch (error) {
    if (error instanceof ReferenceError) return refuse('TOO_MANY_ALIASES');
    if (error instanceof RangeError) return refuse('TOO_DEEP');
    throw error;
  }
}

function unresolvedAlias(document: Document.Parsed): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

/** Where the key or item starts that the path leads to. */
function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  let node: Node | null | undefined = document.contents;
  let offset = node?.range?.[0];
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = node.items[Number(part)] as Node | undefined;
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
