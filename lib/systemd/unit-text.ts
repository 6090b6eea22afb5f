// The unit files of deploy/systemd with another machine's places in them. They hold as they are for the places of docs/deploy.md.

export type Places = {
  /** Sluice's folder. */
  home: string;
  dataDir: string;
  /** The account that Sluice runs as; its group has the same name. */
  user: string;
  /** Node's program. */
  node: string;
  nginx: string;
  portalPort: number;
};

/** The places that are written in deploy/. */
export const usualPlaces: Places = {
  home: '/opt/sluice',
  dataDir: '/var/lib/sluice',
  user: 'sluice',
  node: '/usr/bin/node',
  nginx: '/usr/sbin/nginx',
  portalPort: 8000,
};

/** A place that cannot be written in a unit file. */
export class PlaceError extends Error {
  override name = 'PlaceError';
  constructor(readonly place: string) {
    super(`no unit file can hold ${JSON.stringify(place)}`);
  }
}

/**
 * A file of deploy/ with these places instead of the usual ones. Throws PlaceError where one has a character that systemd or the shell
 * would read as more than itself.
 *
 * @example unitText('ExecStart=/usr/bin/node /opt/sluice/bin/guard.mjs', { ...usualPlaces, home: '/srv/gate' })
 */
export function unitText(text: string, places: Places): string {
  for (const place of [places.home, places.dataDir, places.node, places.nginx]) {
    if (!/^\/[\w./+@-]*$/.test(place)) throw new PlaceError(place);
  }
  if (!/^[a-z_][a-z0-9_-]*$/i.test(places.user)) throw new PlaceError(places.user);
  const replacements: [RegExp, string][] = [
    [/\/opt\/sluice(?![\w-])/g, places.home],
    [/\/var\/lib\/sluice(?![\w-])/g, places.dataDir],
    [/\/usr\/bin\/node\b/g, places.node],
    [/\/usr\/sbin\/nginx\b/g, places.nginx],
    [/^(User|Group)=sluice$/gm, `$1=${places.user}`],
    [/--reuid=sluice --regid=sluice/g, `--reuid=${places.user} --regid=${places.user}`],
    [/sluice-portal@8000\b/g, `sluice-portal@${places.portalPort}`],
  ];
  const replaced = replacements.reduce((result, [from, to]) => result.replace(from, to), text);
  return isInHome(places) ? replaced.replaceAll(/^ProtectHome=yes$/gm, 'ProtectHome=read-only') : replaced;
}

/** Homes are hidden from services, but not where Sluice lives in one. */
const isInHome = ({ home, dataDir, node }: Places) =>
  [home, dataDir, node].some((place) => /^\/(home|root)\//.test(place));
