// The commands of `sluice`, one file each under commands/.

import { Command } from 'commander';

const program = new Command('sluice');
program.showHelpAfterError();
await program.parseAsync();
