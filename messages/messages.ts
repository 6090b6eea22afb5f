// Every word that people read, in both languages. One file a namespace; the Korean ones have to have the shape of the
// English ones, which the compiler checks here and messages.test.ts checks down to the placeholders.

import enAddress from './en/address.json';
import enAdminCommand from './en/adminCommand.json';
import enApps from './en/apps.json';
import enAuditCommand from './en/auditCommand.json';
import enAuth from './en/auth.json';
import enBackup from './en/backup.json';
import enBench from './en/bench.json';
import enChanges from './en/changes.json';
import enDatabase from './en/database.json';
import enDecision from './en/decision.json';
import enDoctor from './en/doctor.json';
import enFields from './en/fields.json';
import enFirewall from './en/firewall.json';
import enForm from './en/form.json';
import enGuard from './en/guard.json';
import enImport from './en/import.json';
import enLanding from './en/landing.json';
import enList from './en/list.json';
import enMigrate from './en/migrate.json';
import enNginx from './en/nginx.json';
import enOverview from './en/overview.json';
import enPeople from './en/people.json';
import enRanges from './en/ranges.json';
import enRefusals from './en/refusals.json';
import enResolve from './en/resolve.json';
import enRules from './en/rules.json';
import enSettings from './en/settings.json';
import enStart from './en/start.json';
import enSystemd from './en/systemd.json';
import enTester from './en/tester.json';
import enUi from './en/ui.json';
import enUsers from './en/users.json';
import enVisits from './en/visits.json';
import koAddress from './ko/address.json';
import koAdminCommand from './ko/adminCommand.json';
import koApps from './ko/apps.json';
import koAuditCommand from './ko/auditCommand.json';
import koAuth from './ko/auth.json';
import koBackup from './ko/backup.json';
import koBench from './ko/bench.json';
import koChanges from './ko/changes.json';
import koDatabase from './ko/database.json';
import koDecision from './ko/decision.json';
import koDoctor from './ko/doctor.json';
import koFields from './ko/fields.json';
import koFirewall from './ko/firewall.json';
import koForm from './ko/form.json';
import koGuard from './ko/guard.json';
import koImport from './ko/import.json';
import koLanding from './ko/landing.json';
import koList from './ko/list.json';
import koMigrate from './ko/migrate.json';
import koNginx from './ko/nginx.json';
import koOverview from './ko/overview.json';
import koPeople from './ko/people.json';
import koRanges from './ko/ranges.json';
import koRefusals from './ko/refusals.json';
import koResolve from './ko/resolve.json';
import koRules from './ko/rules.json';
import koSettings from './ko/settings.json';
import koStart from './ko/start.json';
import koSystemd from './ko/systemd.json';
import koTester from './ko/tester.json';
import koUi from './ko/ui.json';
import koUsers from './ko/users.json';
import koVisits from './ko/visits.json';

const en = {
  address: enAddress,
  adminCommand: enAdminCommand,
  apps: enApps,
  auditCommand: enAuditCommand,
  auth: enAuth,
  backup: enBackup,
  bench: enBench,
  changes: enChanges,
  database: enDatabase,
  decision: enDecision,
  doctor: enDoctor,
  fields: enFields,
  firewall: enFirewall,
  form: enForm,
  guard: enGuard,
  import: enImport,
  landing: enLanding,
  list: enList,
  migrate: enMigrate,
  nginx: enNginx,
  overview: enOverview,
  people: enPeople,
  ranges: enRanges,
  refusals: enRefusals,
  resolve: enResolve,
  rules: enRules,
  settings: enSettings,
  start: enStart,
  systemd: enSystemd,
  tester: enTester,
  ui: enUi,
  users: enUsers,
  visits: enVisits,
};

export type Messages = typeof en;

const ko: Messages = {
  address: koAddress,
  adminCommand: koAdminCommand,
  apps: koApps,
  auditCommand: koAuditCommand,
  auth: koAuth,
  backup: koBackup,
  bench: koBench,
  changes: koChanges,
  database: koDatabase,
  decision: koDecision,
  doctor: koDoctor,
  fields: koFields,
  firewall: koFirewall,
  form: koForm,
  guard: koGuard,
  import: koImport,
  landing: koLanding,
  list: koList,
  migrate: koMigrate,
  nginx: koNginx,
  overview: koOverview,
  people: koPeople,
  ranges: koRanges,
  refusals: koRefusals,
  resolve: koResolve,
  rules: koRules,
  settings: koSettings,
  start: koStart,
  systemd: koSystemd,
  tester: koTester,
  ui: koUi,
  users: koUsers,
  visits: koVisits,
};

export const messages = { en, ko };
