// Text from outside inside Nginx's configuration language. Its tokens know two kinds of special characters: those of the
// lexer, which a double-quoted string takes the meaning from, and `$`, which starts a variable and has no escape at all.

/** A text that Nginx's configuration cannot carry. */
export class NginxTextError extends Error {
  override name = 'NginxTextError';
  constructor(
    readonly text: string,
    readonly reason: 'CONTROL' | 'DOLLAR' | 'LENGTH' | 'HOST' | 'PORT' | 'RANGE',
  ) {
    super(`Nginx's configuration cannot hold ${JSON.stringify(text.slice(0, 200))}: ${reason}`);
  }
}

/** A variable of Nginx, for `quote`. */
export type NginxVariable = { variable: string };

/** ngx_conf_file.c reads a token within one buffer of this many bytes. */
const TOKEN_BYTES = 4096;

/**
 * One token of Nginx's configuration that holds exactly this text; variables are written by name and nothing in a text
 * becomes one. Throws NginxTextError on what no token can hold: control characters, `$`, lone surrogates, or 4 KiB.
 *
 * @example quote('say "hi"; ', { variable: 'host' }) // "say \"hi\"; ${host}"
 */
export function quote(...parts: (string | NginxVariable)[]): string {
  const token = `"${parts.map(part).join('')}"`;
  if (Buffer.byteLength(token) >= TOKEN_BYTES) throw new NginxTextError(token, 'LENGTH');
  return token;
}

function part(text: string | NginxVariable): string {
  if (typeof text !== 'string') return `\${${text.variable}}`;
  if (/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text)) throw new NginxTextError(text, 'CONTROL');
  if (text.includes('$')) throw new NginxTextError(text, 'DOLLAR');
  return text.replace(/["\\]/g, '\\$&');
}

/**
 * A comment of one line that says this text. Never throws: what could end the line is shown as a space.
 *
 * @example comment('a\nb') // '# a b'
 */
export function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')}`;
}
