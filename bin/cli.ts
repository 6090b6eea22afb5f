// The commands of `sluice`, one file each under commands/.

import { Command } from 'commander';
import { registerAdmin } from './commands/admin';
import { registerApply } from './commands/apply';
import { registerAudit } from './commands/audit';
import { registerBackup } from './commands/backup';
import { registerDoctor } from './commands/doctor';
import { registerExport } from './commands/export';
import { registerFirewall } from './commands/firewall';
import { registerMigrate } from './commands/migrate';
import { registerNginx } from './commands/nginx';
import { registerResolve } from './commands/resolve';
import { registerRestore } from './commands/restore';
import { registerSessions } from './commands/sessions';
import { registerSystemd } from './commands/systemd';

const program = new Command('sluice').showHelpAfterError();
for (const register of [
  registerApply,
  registerExport,
  registerResolve,
  registerMigrate,
  registerNginx,
  registerFirewall,
  registerDoctor,
  registerAdmin,
  registerAudit,
  registerSessions,
  registerBackup,
  registerRestore,
  registerSystemd,
]) {
  register(program);
}
await program.parseAsync();
