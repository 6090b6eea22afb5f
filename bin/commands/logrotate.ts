// sluice logrotate render

import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { env } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { canBeOpenedByWorkers } from '@/lib/keeper/log-rotation';
import { renderLogrotate } from '@/lib/nginx/logrotate';
import { nginxPaths } from '@/lib/nginx/model';
import { CommandError, command, print } from '../command-errors';

const DAYS = 14;

export function registerLogrotate(program: Command): void {
  const t = translator(localeFromTerminal(), 'logrotate');
  const logrotate = program.command('logrotate').description(t('command'));
  logrotate
    .command('render')
    .description(t('render'))
    .option('--days <days>', t('optionDays'), String(DAYS))
    .action(command(render));
}

async function render({ days }: { days: string }): Promise<void> {
  const t = translator(localeFromTerminal(), 'logrotate');
  if (!/^[1-9]\d{0,3}$/.test(days)) throw new CommandError(t('badDays', { days }));
  const { accessLog, errorLog, pid } = nginxPaths(env());
  const { username, gid } = userInfo();
  await print(
    renderLogrotate({
      logs: [accessLog, errorLog],
      pidFile: pid,
      owner: { user: username, group: groupName(gid) ?? username },
      days: Number(days),
      byCopy: !(await canBeOpenedByWorkers(accessLog)),
    }),
  );
}

function groupName(gid: number): string | undefined {
  const rows = readFileSync('/etc/group', 'utf8').split('\n');
  return rows.map((row) => row.split(':')).find(([, , id]) => id === String(gid))?.[0];
}
