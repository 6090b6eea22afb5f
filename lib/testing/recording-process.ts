// Records events as fast as it can and prints each one's id once it may be answered; the tests kill it half-way.
//   node --import tsx recording-process.ts DATABASE_URL MODE SPOOL_PATH

import { accessEvent } from '@/lib/audit/access-event';
import { AccessRecorder } from '@/lib/audit/access-recorder';
import { decide } from '@/lib/routing/decide';
import { buildRuleTable } from '@/lib/routing/table';

const [databaseUrl = '', mode, spoolPath = ''] = process.argv.slice(2);
const recorder = new AccessRecorder({
  ...{ databaseUrl, mode: mode as 'required' | 'best-effort', spoolPath },
  inThread: true,
});
const table = buildRuleTable({ apps: [], users: [], ranges: [] });

async function visitor(): Promise<void> {
  for (;;) {
    const decision = decide({ address: '10.0.0.1', at: Date.now(), table });
    const visit = { at: Date.now(), host: 'example.com', path: '/', userAgent: 'test', requestId: 'r' };
    const event = accessEvent(decision, visit, null);
    await recorder.record(event);
    process.stdout.write(`${event.id}\n`);
  }
}

for (let i = 0; i < 8; i++) void visitor();
