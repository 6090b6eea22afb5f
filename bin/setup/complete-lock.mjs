// Adds to package-lock.json what npm leaves out when the registry it was written from (a company's mirror, say) does not carry
// the packages of every platform: without those entries `npm ci` takes the lock file for outdated and refuses.
//   node bin/setup/complete-lock.mjs    after `npm install SOMETHING`
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'win32'];
const PROCESSORS = ['arm64', 'x64', 'wasm32', 'arm'];

/**
 * The optional packages that the lock file's packages name and that it has no entry for, as entries to add.
 *
 * @param {{ packages: Record<string, { dev?: boolean, optionalDependencies?: Record<string, string> }> }} lock
 * @returns {Record<string, { version: string, optional: true }>}
 */
export function missingEntries(lock) {
  const missing = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      if (places.some((place) => place in lock.packages)) continue;
      missing[`node_modules/${name}`] = {
        version,
        ...platformOf(name),
        ...(entry.dev && { dev: true }),
        optional: true,
      };
    }
  }
  return missing;
}

/** What npm needs to know in order to skip a package on other platforms; their names say it. */
function platformOf(name) {
  const os = SYSTEMS.filter((system) => name.includes(`-${system}-`));
  const cpu = PROCESSORS.filter((processor) => name.includes(processor)).slice(0, 1);
  return {
    ...(cpu.length > 0 && { cpu }),
    ...(os.length > 0 && { os }),
    ...(name.endsWith('-musl') && { libc: ['musl'] }),
  };
}

if (process.argv[1] === import.meta.filename) {
  const file = join(import.meta.dirname, '..', '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock);
  const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(Object.keys(missing).join('\n') || 'complete');
}
