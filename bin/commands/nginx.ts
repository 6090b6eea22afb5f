// sluice nginx render | test | reload

import type { Command } from 'commander';
import { env } from '@/lib/env';
import { type Locale, localeFromTerminal, translator } from '@/lib/i18n';
import { leftOutText } from '@/lib/nginx/left-out-text';
import { nginxModel } from '@/lib/nginx/model';
import { reloadNginx, testConfig } from '@/lib/nginx/publish';
import { isStale, readPublishStatus } from '@/lib/nginx/publish-status';
import { renderNginx } from '@/lib/nginx/render';
import { environmentHash, type LeftOut } from '@/lib/nginx/wanted-config';
import { CommandError, command, print, withDatabase } from '../command-errors';

export function registerNginx(program: Command): void {
  const locale = localeFromTerminal();
  const t = translator(locale, 'nginx');
  const nginx = program.command('nginx').description(t('commandNginx'));

  nginx
    .command('render')
    .description(t('commandRender'))
    .option('--with-secret', t('optionWithSecret'))
    .action(
      command(async ({ withSecret }: { withSecret?: boolean }) => {
        const model = nginxModel(env(), await withDatabase((db) => db.app.findMany()));
        // What is piped into a file has to be complete; what is shown stays in scrollbacks and screenshots.
        const masked = process.stdout.isTTY === true && !withSecret;
        await print(renderNginx(masked ? { ...model, proxySecret: '********' } : model));
        if (masked) console.error(t('secretMasked'));
      }),
    );

  nginx
    .command('test')
    .description(t('commandTest'))
    .action(
      command(async () => {
        const result = await testConfig(env(), locale);
        if (!result.ok) throw new CommandError(result.message);
        console.log(t('testOk'));
        tellLeftOut(result.leftOut, locale);
      }),
    );

  nginx
    .command('reload')
    .description(t('commandReload'))
    .action(
      command(async () => {
        const result = await reloadNginx(env(), locale);
        if (result.leftOut) tellLeftOut(result.leftOut, locale);
        if (!result.ok) throw new CommandError(result.message);
        console.log(t(result.changed ? 'reloaded' : 'reloadedUnchanged'));
        const keeper = await readPublishStatus(env());
        const isOther = keeper && !isStale(keeper) && keeper.environment !== environmentHash(env());
        if (isOther) console.error(t('otherEnvironment'));
      }),
    );
}

function tellLeftOut(apps: readonly LeftOut[], locale: Locale): void {
  for (const app of apps) console.error(leftOutText(app, locale));
}
