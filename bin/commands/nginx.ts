// sluice nginx render | test | reload

import type { Command } from 'commander';
import { env } from '@/lib/env';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { nginxModel } from '@/lib/nginx/model';
import { reloadNginx, testConfig } from '@/lib/nginx/publish';
import { renderNginx } from '@/lib/nginx/render';
import { command } from '../command-errors';

export function registerNginx(program: Command): void {
  const t = translator(localeFromTerminal(), 'nginx');
  const nginx = program.command('nginx').description(t('commandNginx'));

  nginx
    .command('render')
    .description(t('commandRender'))
    .option('--with-secret', t('optionWithSecret'))
    .action(
      command(({ withSecret }: { withSecret?: boolean }) => {
        const model = nginxModel(env());
        // What is piped into a file has to be complete; what is shown stays in scrollbacks and screenshots.
        const masked = process.stdout.isTTY === true && !withSecret;
        process.stdout.write(renderNginx(masked ? { ...model, proxySecret: '********' } : model));
        if (masked) console.error(t('secretMasked'));
      }),
    );

  nginx
    .command('test')
    .description(t('commandTest'))
    .action(async () => {
      const result = await testConfig(env());
      if (result.ok) console.log(t('testOk'));
      else fail(result.message);
    });

  nginx
    .command('reload')
    .description(t('commandReload'))
    .action(async () => {
      const result = await reloadNginx(env());
      if (result.ok) console.log(t(result.changed ? 'reloaded' : 'reloadedUnchanged'));
      else fail(result.message);
    });
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
