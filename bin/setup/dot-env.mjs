// `.env`: made at the first start, with secrets that nobody has to think of.
import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, readFileSync } from 'node:fs';
import * as util from 'node:util';
import { say } from './say.mjs';

const SECRETS = ['PROXY_SECRET', 'AUTH_SECRET'];

/** The variables of the file; none when there is no file. Unlike process.loadEnvFile it leaves this process alone. */
export function readDotEnv(file) {
  try {
    return util.parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/**
 * Appends the secrets that neither the file nor `variables` has, and makes the file readable for its owner only. The
 * values are never shown.
 *
 * @param {string} file
 * @param {Record<string, string | undefined>} variables
 * @returns {string[]} the names that were added
 */
export function addMissingSecrets(file, variables = process.env) {
  const present = { ...readDotEnv(file), ...variables };
  const missing = SECRETS.filter((name) => !present[name]);
  if (missing.length > 0) {
    const lines = missing.map((name) => `${name}=${randomBytes(32).toString('base64url')}\n`).join('');
    appendFileSync(file, startOnNewLine(file) + lines, { mode: 0o600 });
    console.log(
      say(
        `New secrets in .env: ${missing.join(', ')}`,
        `.env에 새 비밀 값을 저장했습니다: ${missing.join(', ')}`,
      ),
    );
  }
  protect(file);
  return missing;
}

function startOnNewLine(file) {
  try {
    const text = readFileSync(file, 'utf8');
    return text === '' || text.endsWith('\n') ? '' : '\n';
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function protect(file) {
  try {
    chmodSync(file, 0o600);
  } catch (error) {
    // No file: both secrets come from the environment. Another owner: a service's account may read what root wrote.
    if (error.code !== 'ENOENT' && error.code !== 'EPERM') throw error;
  }
}
