import type { Env } from '../env';
import type { ReservedPorts } from './schema';

/** Sluice's own ports, by the variables that set them: no app on this server can have one. */
export function reservedPorts({ httpPort, httpsPort, portalPort, guardPort }: Env): ReservedPorts {
  return { HTTP_PORT: httpPort, HTTPS_PORT: httpsPort, PORTAL_PORT: portalPort, GUARD_PORT: guardPort };
}
