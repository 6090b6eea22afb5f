// The guard's process: `node bin/guard.mjs`, started by the supervisor or by systemd.
import { runService } from './setup/service.mjs';

await runService('guard', ({ startGuard }) => startGuard());
