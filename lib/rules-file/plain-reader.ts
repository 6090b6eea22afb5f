// Reads the plain shape that `sluice export` writes (one flow-style object a line) and JSON, some ten times as fast as a
// full YAML reader. Whatever it does not know for certain it leaves to that one: it never reports an error and never
// gives a value that YAML 1.2 (core schema) would read differently.

/** Lines of a container, counted from 1: where it starts, and each of its entries in order. */
export type Lines = { start: number; entries: number[] };

export type PlainSource = { value: unknown; lines: Map<object, Lines> };

/** Thrown inside only: the text has something that is for the full reader. */
const NOT_PLAIN = Symbol('not plain');

const DEEPEST = 6;

/**
 * The value of a text in the plain shape, or undefined where it is not in it.
 *
 * @example readPlain('apps:\n  - { slug: sales, port: 8501 }\n')?.value // { apps: [{ slug: 'sales', port: 8501 }] }
 */
export function readPlain(text: string): PlainSource | undefined {
  const reader = new PlainReader(text.includes('\r') ? text.replaceAll('\r\n', '\n') : text);
  try {
    return { value: reader.read(), lines: reader.lines };
  } catch (reason) {
    if (reason === NOT_PLAIN) return undefined;
    throw reason;
  }
}

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_MAP = 123;
const CLOSE_MAP = 125;

// A plain scalar: no indicator that could mean anything else where it stands. A colon has to be followed by more of it.
const plainScalar =
  /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_./@+%~=()–&^$!?*|;-]|:(?=[\p{L}\p{N}:/])| (?=[\p{L}\p{N}(]))*/uy;
// What the core schema makes of a plain scalar that is not a text.
const wholeNumber = /^(?:0|[1-9]\d{0,14})$/;
const otherThanText =
  /^(?:[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-f_]+|(?:\d[\d_]*)?\.?[\d_]*(?:e[-+]?\d+)?|[\d_]+(?::[0-5]?\d)+(?:\.[\d_]*)?)|\.?(?:inf|nan)|true|false|null|~)$/i;
const jsonNumber = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const sectionKey = /([a-z][A-Za-z]*):/y;

class PlainReader {
  readonly lines = new Map<object, Lines>();
  private position = 0;
  private line = 1;
  /** JSON's rules, newlines between tokens and tabs included, instead of YAML's on one line. */
  private json = false;

  constructor(private readonly text: string) {}

  read(): unknown {
    if (/^\s*\{/.test(this.text)) {
      this.json = true;
      this.skipSpace();
      const value = this.value(0);
      this.skipSpace();
      if (this.position < this.text.length) throw NOT_PLAIN;
      return value;
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (/[\x00-\x09\x0b-\x1f\x7f\u0085\u2028\u2029\ufeff]/.test(this.text)) throw NOT_PLAIN;
    return this.sections();
  }

  /** `key:` at the start of a line, then its items, one a line and all at the same depth. */
  private sections(): Record<string, unknown[]> {
    const sections: Record<string, unknown[]> = {};
    const lines: Lines = { start: 1, entries: [] };
    this.lines.set(sections, lines);
    while (this.toContent()) {
      sectionKey.lastIndex = this.position;
      const key = sectionKey.exec(this.text)?.[1];
      if (key === undefined || Object.hasOwn(sections, key)) throw NOT_PLAIN;
      lines.entries.push(this.line);
      this.position += key.length + 1;
      this.endLine();
      sections[key] = this.items();
    }
    if (lines.entries.length === 0) throw NOT_PLAIN;
    return sections;
  }

  private items(): unknown[] {
    const items: unknown[] = [];
    const lines: Lines = { start: this.line, entries: [] };
    this.lines.set(items, lines);
    let depth = -1;
    for (;;) {
      const start = this.position;
      const line = this.line;
      if (!this.toContent()) break;
      const column = this.position - this.text.lastIndexOf('\n', this.position - 1) - 1;
      if (this.code() !== DASH) {
        // The next section: seen again by the caller.
        if (column !== 0) throw NOT_PLAIN;
        this.position = start;
        this.line = line;
        break;
      }
      if (depth === -1) depth = column;
      if (column !== depth || this.text.charCodeAt(this.position + 1) !== SPACE) throw NOT_PLAIN;
      lines.entries.push(this.line);
      this.position += 1;
      this.skipSpace();
      if (this.code() !== OPEN_MAP) throw NOT_PLAIN;
      items.push(this.value(0));
      this.endLine();
    }
    if (items.length === 0) throw NOT_PLAIN;
    return items;
  }

  /** Goes to the next line's first character that is neither space nor comment; false at the end of the text. */
  private toContent(): boolean {
    for (;;) {
      this.skipSpace();
      if (this.position >= this.text.length) return false;
      if (this.code() === HASH) this.toEndOfLine();
      else if (this.code() !== NEWLINE) return true;
      if (this.code() === NEWLINE) this.newline();
    }
  }

  /** Nothing may follow on this line but a comment. */
  private endLine(): void {
    const before = this.position;
    this.skipSpace();
    if (this.code() === HASH && this.position > before) this.toEndOfLine();
    if (this.position >= this.text.length) return;
    if (this.code() !== NEWLINE) throw NOT_PLAIN;
    this.newline();
  }

  private toEndOfLine(): void {
    const end = this.text.indexOf('\n', this.position);
    this.position = end < 0 ? this.text.length : end;
  }

  private newline(): void {
    this.position++;
    this.line++;
  }

  private code(): number {
    return this.text.charCodeAt(this.position);
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.code();
      if (code === SPACE) this.position++;
      else if (this.json && code === NEWLINE) this.newline();
      else if (this.json && (code === 9 || code === 13)) this.position++;
      else return;
    }
  }

  private value(depth: number): unknown {
    if (depth > DEEPEST) throw NOT_PLAIN;
    switch (this.code()) {
      case OPEN_MAP:
        return this.map(depth);
      case OPEN_LIST:
        return this.list(depth);
      case QUOTE:
        return this.doubleQuoted();
      case APOSTROPHE:
        return this.singleQuoted();
      default:
        return this.json ? this.jsonScalar() : this.plain();
    }
  }

  private map(depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const lines: Lines = { start: this.line, entries: [] };
    this.lines.set(map, lines);
    this.position++;
    this.skipSpace();
    if (this.code() === CLOSE_MAP) {
      this.position++;
      return map;
    }
    for (;;) {
      lines.entries.push(this.line);
      const quoted = this.code() === QUOTE;
      const key = quoted ? this.doubleQuoted() : this.plainKey();
      if (Object.hasOwn(map, key) || key === '__proto__' || /^\d/.test(key)) throw NOT_PLAIN;
      if (quoted) this.skipSpace();
      if (this.code() !== COLON) throw NOT_PLAIN;
      this.position++;
      if (!quoted && this.code() !== SPACE) throw NOT_PLAIN;
      this.skipSpace();
      map[key] = this.value(depth + 1);
      this.skipSpace();
      if (this.code() === CLOSE_MAP) break;
      this.comma();
    }
    this.position++;
    return map;
  }

  private list(depth: number): unknown[] {
    const list: unknown[] = [];
    const lines: Lines = { start: this.line, entries: [] };
    this.lines.set(list, lines);
    this.position++;
    this.skipSpace();
    if (this.code() === CLOSE_LIST) {
      this.position++;
      return list;
    }
    for (;;) {
      lines.entries.push(this.line);
      list.push(this.value(depth + 1));
      this.skipSpace();
      if (this.code() === CLOSE_LIST) break;
      this.comma();
    }
    this.position++;
    return list;
  }

  private comma(): void {
    if (this.code() !== COMMA) throw NOT_PLAIN;
    this.position++;
    this.skipSpace();
  }

  private plainKey(): string {
    const start = this.position;
    for (;;) {
      const letter = this.code() | 32;
      if (!(letter >= 97 && letter <= 122)) break;
      this.position++;
    }
    const key = this.text.slice(start, this.position);
    if (this.json || key === '' || otherThanText.test(key)) throw NOT_PLAIN;
    return key;
  }

  private doubleQuoted(): string {
    const start = this.position;
    for (let end = start + 1; ; end++) {
      const code = this.text.charCodeAt(end);
      if (code === QUOTE) {
        this.position = end + 1;
        const written = this.text.slice(start, end + 1);
        if (!written.includes('\\')) return written.slice(1, -1);
        // JSON's escapes mean the same in YAML; what is left is for the full reader.
        if (/\\(?!["\\/bfnrtu])|\\u(?![\da-fA-F]{4})/.test(written.replaceAll('\\\\', ''))) throw NOT_PLAIN;
        return JSON.parse(written);
      }
      if (code === 92) end++;
      else if (!(code >= SPACE)) throw NOT_PLAIN;
    }
  }

  private singleQuoted(): string {
    if (this.json) throw NOT_PLAIN;
    const start = this.position + 1;
    for (let end = start; ; end++) {
      const code = this.text.charCodeAt(end);
      if (code === APOSTROPHE) {
        if (this.text.charCodeAt(end + 1) !== APOSTROPHE) {
          this.position = end + 1;
          return this.text.slice(start, end).replaceAll("''", "'");
        }
        end++;
      } else if (!(code >= SPACE)) throw NOT_PLAIN;
    }
  }

  private jsonScalar(): unknown {
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.text.startsWith(word, this.position)) {
        this.position += word.length;
        return value;
      }
    }
    jsonNumber.lastIndex = this.position;
    const written = jsonNumber.exec(this.text)?.[0];
    if (written === undefined) throw NOT_PLAIN;
    this.position += written.length;
    return Number(written);
  }

  private plain(): unknown {
    plainScalar.lastIndex = this.position;
    const written = plainScalar.exec(this.text)?.[0];
    if (written === undefined) throw NOT_PLAIN;
    this.position += written.length;
    if (wholeNumber.test(written)) return Number(written);
    if (written === 'true') return true;
    if (written === 'false') return false;
    if (otherThanText.test(written)) throw NOT_PLAIN;
    return written;
  }
}
