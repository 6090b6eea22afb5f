// sluice admin list | create | link | remove: who may sign in to the dashboard. Whoever may run this on the server may do that.

import { type Command, Option } from 'commander';
import type { Change } from '@/lib/audit/change';
import { type Role, roles } from '@/lib/auth/administrator';
import { accountIdOf, giveRole, issueLink, takeRole } from '@/lib/auth/people';
import { listPeople, type Person } from '@/lib/auth/queries';
import { newToken, tokenHash } from '@/lib/auth/secret-token';
import { linkUrl } from '@/lib/auth/sign-in-links';
import { dashboardOrigin } from '@/lib/dashboard-url';
import type { Database, Transaction } from '@/lib/db';
import { displayWidth } from '@/lib/display-width';
import { env } from '@/lib/env';
import { InvalidInput } from '@/lib/errors';
import { localeFromTerminal, translator } from '@/lib/i18n';
import { changeRules } from '@/lib/rule-change';
import { text } from '@/lib/rule-fields';
import { email as emailSchema } from '@/lib/users/schema';
import { CommandError, command, withDatabase } from '../command-errors';

const words = () => translator(localeFromTerminal(), 'adminCommand');

export function registerAdmin(program: Command): void {
  const t = words();
  const admin = program.command('admin').description(t('command'));
  admin.command('list').description(t('commandList')).action(command(list));
  admin
    .command('create')
    .description(t('commandCreate'))
    .requiredOption('--email <email>', t('optionEmail'))
    .option('--name <name>', t('optionName'), '')
    .addOption(new Option('--role <role>', t('optionRole')).choices(roles).default('admin'))
    .action(command(create));
  admin
    .command('link')
    .description(t('commandLink'))
    .argument('<email>', t('optionEmail'))
    .action(command(link));
  admin
    .command('remove')
    .description(t('commandRemove'))
    .argument('<email>', t('optionEmail'))
    .action(command(remove));
}

async function list(): Promise<void> {
  const t = words();
  const people = await withDatabase((db) => listPeople(db));
  if (people.length === 0) return console.log(t('nobody'));
  const rows = people.map((person) => [
    person.email,
    t(`role.${person.role}`),
    t(stateOf(person)),
    person.name,
  ]);
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => displayWidth(row[i]!))));
  const padded = (text: string, i: number) =>
    text + ' '.repeat(Math.max(0, (widths[i] ?? 0) - displayWidth(text)));
  console.log(rows.map((row) => row.map(padded).join('  ').trimEnd()).join('\n'));
}

function stateOf({ enabled, hasPassword, linkUntil }: Person) {
  if (!enabled) return 'stateDisabled';
  if (hasPassword) return 'statePassword';
  return linkUntil ? 'stateLink' : 'stateNone';
}

async function create(given: { email: string; name: string; role: Role }): Promise<void> {
  const t = words();
  const email = validEmail(given.email);
  const name = text(100).safeParse(given.name);
  if (!name.success) throw new CommandError(t('badName'));
  const person = { email, name: name.data, role: given.role };
  const token = newToken();
  await change(async (tx) => {
    const changes = await giveRole(tx, person);
    return [...changes, ...(await issueLink(tx, accountIdOf(changes)!, tokenHash(token)))];
  });
  showLink(t('created', { email, role: t(`role.${given.role}`) }), token);
}

async function link(given: string): Promise<void> {
  const t = words();
  const email = validEmail(given);
  const token = newToken();
  await change(async (tx) => issueLink(tx, await accountOf(tx, email), tokenHash(token)));
  showLink(t('linkMade', { email }), token);
}

async function remove(given: string): Promise<void> {
  const email = validEmail(given);
  await change(async (tx) => takeRole(tx, await accountOf(tx, email)));
  console.log(words()('removed', { email }));
}

function validEmail(given: string): string {
  const email = emailSchema.safeParse(given);
  if (!email.success) throw new CommandError(words()('badEmail', { value: given }));
  return email.data;
}

async function accountOf(db: Database | Transaction, email: string): Promise<number> {
  const account = await db.account.findFirst({ where: { user: { email } } });
  if (!account) throw new CommandError(words()('unknown', { email }));
  return account.userId;
}

async function change(work: (tx: Transaction) => Promise<Change[]>): Promise<void> {
  try {
    await withDatabase((db) => changeRules(db, { actor: 'command line' }, work));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const t = translator(localeFromTerminal(), 'people');
    const lines = error.problems.map(({ code, params }) => t(code as 'ALREADY', { email: '', ...params }));
    throw new CommandError(lines.join('\n'));
  }
}

function showLink(intro: string, token: string): void {
  const t = words();
  console.log([intro, '', `  ${linkUrl(dashboardOrigin(env()), token)}`, '', t('linkLife')].join('\n'));
}
