// What the kernel has loaded of the rules, beside what they should be.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { renderedMark, TABLE } from './render';

export type LoadedFirewall =
  | { state: 'current' }
  /** `ports`: those that are open or closed in one of them and not in the other. */
  | { state: 'other'; ports: number[] }
  | { state: 'missing' }
  /** nft is not installed, or this account may not ask it. */
  | { state: 'unknown'; detail: string };

type Listed = {
  set?: { name: string; elem?: unknown[] };
  rule?: { comment?: string };
};

const SETS = ['open', 'unguarded', 'closed'];

/** Compares the loaded table with the rules of `renderFirewall`. Needs the right to ask nft, which is root's. */
export async function loadedFirewall(text: string): Promise<LoadedFirewall> {
  let listed: Listed[];
  try {
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
    const { stdout } = await promisify(execFile)('nft', ['-j', 'list', 'table', 'inet', TABLE], {
      env,
      timeout: 5000,
    });
    listed = (JSON.parse(stdout) as { nftables: Listed[] }).nftables;
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    if (/No such file or directory/.test(stderr)) return { state: 'missing' };
    return { state: 'unknown', detail: (stderr || message).trim().split('\n')[0] ?? '' };
  }
  const loaded = portsOf(listed);
  const wanted = portsOfText(text);
  const ports = [...new Set([...loaded, ...wanted])]
    .filter((entry) => loaded.has(entry) !== wanted.has(entry))
    .map((entry) => Number(entry.split(' ')[1]));
  const hasMark = listed.some(({ rule }) => rule?.comment === `sluice ${renderedMark(text)}`);
  if (hasMark && ports.length === 0) return { state: 'current' };
  return { state: 'other', ports: [...new Set(ports)].sort((a, b) => a - b) };
}

/** «open 80», «closed 8000», … */
function portsOf(listed: readonly Listed[]): Set<string> {
  return new Set(
    listed.flatMap(({ set }) =>
      set && SETS.includes(set.name) ? (set.elem ?? []).map((port) => `${set.name} ${port}`) : [],
    ),
  );
}

function portsOfText(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, name, elements] of text.matchAll(
    /set (\w+) \{\s+type inet_service\s+elements = \{ ([^}]*) \}/g,
  )) {
    for (const port of elements!.split(', ')) found.add(`${name} ${port.trim()}`);
  }
  return found;
}
