// Reads a log of Nginx's in, until it is killed.
//   node --import tsx reading-process.ts DATABASE_URL LOG

import { LogReader } from '@/lib/keeper/log-reader';

const [databaseUrl = '', path = ''] = process.argv.slice(2);
new LogReader({ databaseUrl, path, slugs: () => new Map() }).start();
setInterval(() => {}, 1000);
process.stdout.write('started\n');
