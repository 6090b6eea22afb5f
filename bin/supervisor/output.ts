// The children's output, line by line, each line with its child's name in front.

import type { Readable } from 'node:stream';

const COLOURS = [36, 35, 33, 32, 34, 31];
const RESET = '\x1b[0m';
/** A line without an end is shown when it gets this long. */
const MAX_LINE = 64 * 1024;

/** Cuts text that comes in pieces into lines. `end` returns what is left over. */
export function lineSplitter() {
  let rest = '';
  return {
    push(text: string): string[] {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE) {
        lines.push(rest);
        rest = '';
      }
      return lines.map((line) => line.replace(/\r$/, ''));
    },
    end(): string[] {
      const last = rest;
      rest = '';
      return last === '' ? [] : [last];
    },
  };
}

export type Output = {
  write: (name: string, line: string) => void;
  follow: (name: string, stream: Readable) => void;
};

/** Writes to standard output; in colour when that is a terminal and NO_COLOR is not set. */
export function prefixedOutput(names: string[]): Output {
  const width = Math.max(...names.map((name) => name.length));
  const inColour = process.stdout.isTTY === true && !process.env.NO_COLOR;
  const prefixes = new Map(
    names.map((name, i) => {
      const prefix = `${name.padEnd(width)} |`;
      return [name, inColour ? `\x1b[${COLOURS[i % COLOURS.length]}m${prefix}${RESET}` : prefix];
    }),
  );
  const write = (name: string, line: string) => {
    process.stdout.write(`${prefixes.get(name) ?? name} ${line}\n`);
  };
  return {
    write,
    follow(name, stream) {
      const splitter = lineSplitter();
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        for (const line of splitter.push(text)) write(name, line);
      });
      stream.on('end', () => {
        for (const line of splitter.end()) write(name, line);
      });
    },
  };
}
