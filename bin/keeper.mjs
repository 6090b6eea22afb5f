// The keeper's process: `node bin/keeper.mjs`, started by the supervisor or by systemd.
import { runService } from './setup/service.mjs';

await runService('keeper', ({ startKeeper }) => startKeeper());
