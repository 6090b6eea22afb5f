// sluice systemd render DIR: the unit files and the wrapper for this machine, as a tree to be copied over /.

import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Env, env, homeDir } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { nginxCommand } from '@/lib/nginx/program';
import { PlaceError, type Places, unitText } from '@/lib/systemd/unit-text';
import { CommandError, command } from '../command-errors';

const words = () => translator(localeFromTerminal(), 'systemd');

export function registerSystemd(program: Command): void {
  const t = words();
  const systemd = program.command('systemd').description(t('command'));
  systemd
    .command('render')
    .description(t('commandRender'))
    .argument('<folder>', t('argumentFolder'))
    .option('--user <name>', t('optionUser'))
    .action(command(render));
}

async function render(folder: string, { user }: { user?: string }): Promise<void> {
  const t = words();
  const places = placesHere(env(), user ?? userInfo().username);
  if (places.user === 'root') throw new CommandError(t('notRoot'));
  const root = resolve(folder);
  const units = join(homeDir, 'deploy', 'systemd');
  const inTree: [source: string, place: string, mode: number][] = [
    ...(await readdir(units)).map((name): [string, string, number] => [
      join(units, name),
      join('etc/systemd/system', name),
      0o644,
    ]),
    [join(homeDir, 'deploy', 'sluice'), 'usr/local/bin/sluice', 0o755],
  ];
  for (const [source, place, mode] of inTree) {
    await write(join(root, place), textFor(await readFile(source, 'utf8'), places), mode);
  }
  console.log(t('rendered', { folder: root, count: inTree.length }));
}

function placesHere(config: Env, user: string): Places {
  return {
    home: homeDir,
    dataDir: config.dataDir,
    user,
    node: process.execPath,
    nginx: nginxCommand(config).file,
    portalPort: config.portalPort,
  };
}

function textFor(text: string, places: Places): string {
  try {
    return unitText(text, places);
  } catch (error) {
    if (!(error instanceof PlaceError)) throw error;
    throw new CommandError(words()('badPlace', { place: error.place }));
  }
}

async function write(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, mode);
}
