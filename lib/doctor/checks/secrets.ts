import { type Check, type Finding, fail, pass, warn } from '../check';

/** What a generated secret has: 32 random bytes in base64url. */
const GENERATED = 43;
/** Words of examples and keyboards. */
const WEAK = /change.?me|secret|password|example|sluice|default|test|qwert|1234|abcd|asdf|letmein/i;

/** Secrets that could be guessed. Their values are never shown. */
export const secrets: Check = {
  name: 'secrets',
  group: 'settings',
  async run({ env: { proxySecret, authSecret } }) {
    const found = [
      ...weaknesses('PROXY_SECRET', proxySecret),
      ...weaknesses('AUTH_SECRET', authSecret),
      ...(proxySecret === authSecret ? [fail('SECRETS_EQUAL')] : []),
    ];
    return found.length > 0 ? found : [pass('SECRETS_STRONG')];
  },
};

function weaknesses(name: string, value: string): Finding[] {
  const variety = new Set(value).size;
  // In 43 random characters out of 64, fewer than 16 different ones do not occur in a lifetime of the universe.
  if (variety < 12 || WEAK.test(value)) return [fail('SECRET_GUESSABLE', { name })];
  return value.length < GENERATED - 11 || variety < 16 ? [warn('SECRET_SHORT', { name })] : [];
}
