// What the programs have to say to the operator: a line each on standard error, as text for people or as JSON for a log store.
// Secrets are not passed here; of an error, what it says and where it comes from.

import { format } from 'node:util';

export type LogLevel = 'error' | 'warn' | 'info';
/** Further facts; `requestId` leads from the page that a visitor saw to the line. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>> & { requestId?: string };

const levels: readonly LogLevel[] = ['error', 'warn', 'info'];

type Settings = Readonly<Record<string, string | undefined>>;

/** json where systemd collects the lines and nobody said otherwise. Read anew each time: .env may be read later than this file. */
export const logFormat = (settings: Settings): 'text' | 'json' =>
  settings.LOG_FORMAT === 'json' || (!settings.LOG_FORMAT && settings.JOURNAL_STREAM) ? 'json' : 'text';

/**
 * A line without its end.
 *
 * @example logLine('error', 'rules', 'cannot be read', {}, {}, 0) // 'rules: cannot be read'
 */
export function logLine(
  level: LogLevel,
  area: string,
  message: string,
  fields: LogFields,
  settings: Settings,
  at: number,
): string {
  if (logFormat(settings) === 'json') {
    const time = new Date(at).toISOString();
    return JSON.stringify({
      time,
      level,
      process: shared.sluiceProcessName ?? 'sluice',
      pid: process.pid,
      area,
      message,
      ...fields,
    });
  }
  const facts = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return facts.length > 0 ? `${area}: ${message} (${facts.join(', ')})` : `${area}: ${message}`;
}

/** Next's bundles have modules of their own, the process has one name. */
const shared = globalThis as { sluiceProcessName?: string };

/** Which of the programs this is, as its lines say it. */
export function nameProcess(name: 'portal' | 'guard' | 'keeper'): void {
  shared.sluiceProcessName = name;
}

function write(level: LogLevel, area: string, message: string, fields: LogFields = {}): void {
  const least = levels.indexOf((process.env.LOG_LEVEL as LogLevel) ?? 'info');
  if (least !== -1 && levels.indexOf(level) > least) return;
  process.stderr.write(`${logLine(level, area, message, fields, process.env, Date.now())}\n`);
}

export const log = {
  error: (area: string, message: string, fields?: LogFields) => write('error', area, message, fields),
  warn: (area: string, message: string, fields?: LogFields) => write('warn', area, message, fields),
  info: (area: string, message: string, fields?: LogFields) => write('info', area, message, fields),
};

/** All that an error says, with where it comes from: for what nobody expected. */
export const errorText = (error: unknown) =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** What libraries write with `console` becomes lines of the log, where those are JSON: a log store reads nothing else. */
export function logConsole(): void {
  if (logFormat(process.env) !== 'json') return;
  const to =
    (level: LogLevel) =>
    (...values: unknown[]) =>
      write(level, 'console', format(...values));
  Object.assign(console, { error: to('error'), warn: to('warn'), log: to('info'), info: to('info') });
}
