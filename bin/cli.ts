// The commands of `sluice`, one file each under commands/.

import { Command } from 'commander';
import { registerAdmin } from './commands/admin';
import { registerApply } from './commands/apply';
import { registerAudit } from './commands/audit';
import { registerExport } from './commands/export';
import { registerLogrotate } from './commands/logrotate';
import { registerMigrate } from './commands/migrate';
import { registerNginx } from './commands/nginx';
import { registerResolve } from './commands/resolve';

const program = new Command('sluice').showHelpAfterError();
for (const register of [
  registerApply,
  registerExport,
  registerResolve,
  registerMigrate,
  registerNginx,
  registerAdmin,
  registerAudit,
  registerLogrotate,
]) {
  register(program);
}
await program.parseAsync();
