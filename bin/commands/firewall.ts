// sluice firewall render | check

import type { Command } from 'commander';
import { type Env, env } from '@/lib/env';
import { loadedFirewall } from '@/lib/firewall/loaded';
import { firewallModel } from '@/lib/firewall/model';
import { FirewallTextError, renderFirewall } from '@/lib/firewall/render';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { CommandError, command, print, withDatabase } from '../command-errors';

type Options = { from: string[] };

const words = () => translator(localeFromTerminal(), 'firewall');

export function registerFirewall(program: Command): void {
  const t = words();
  const firewall = program.command('firewall').description(t('command'));
  const networks = (text: string, before: string[]) => [
    ...before,
    ...text
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  ];
  firewall
    .command('render')
    .description(t('commandRender'))
    .option('--from <networks>', t('optionFrom'), networks, [])
    .action(command(async ({ from }: Options) => print(await rendered(env(), from))));
  firewall
    .command('check')
    .description(t('commandCheck'))
    .option('--from <networks>', t('optionFrom'), networks, [])
    .action(command(check));
}

async function rendered(config: Env, from: string[]): Promise<string> {
  const apps = await withDatabase((db) => db.app.findMany());
  try {
    return renderFirewall(firewallModel(config, apps, { visitors: from }));
  } catch (error) {
    if (!(error instanceof FirewallTextError)) throw error;
    throw new CommandError(words()('badText', { detail: error.message }));
  }
}

async function check({ from }: Options): Promise<void> {
  const t = words();
  const loaded = await loadedFirewall(await rendered(env(), from));
  if (loaded.state === 'current') return console.log(t('current'));
  if (loaded.state === 'missing') throw new CommandError(t('missing'));
  if (loaded.state === 'unknown') throw new CommandError(t('unknown', { detail: loaded.detail }));
  throw new CommandError(t('other', { ports: loaded.ports.join(', ') || '–' }));
}
