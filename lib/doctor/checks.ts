// Every check, in the order in which they are told.

import type { Check } from './check';
import { advisories } from './checks/advisories';
import { appPorts } from './checks/app-ports';
import { backup } from './checks/backup';
import { bindings } from './checks/bindings';
import { clock } from './checks/clock';
import { databaseIntegrity } from './checks/database';
import { disk } from './checks/disk';
import { fileModes } from './checks/file-modes';
import { firewall } from './checks/firewall';
import { forgedPast } from './checks/forged-past';
import { forgedThrough } from './checks/forged-through';
import { nginxConfig } from './checks/nginx-config';
import { npmAudit } from './checks/npm-audit';
import { publicHosts } from './checks/public-hosts';
import { secrets } from './checks/secrets';
import { tls } from './checks/tls';

export const checks: readonly Check[] = [
  ...[forgedThrough, forgedPast, appPorts, bindings, firewall],
  ...[publicHosts, secrets, fileModes],
  ...[nginxConfig, tls],
  ...[databaseIntegrity, backup],
  ...[clock, disk],
  ...[advisories, npmAudit],
];
