// Words of the steps that run before anything is installed, and so before messages/ can be read.

const { SLUICE_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
const korean = (SLUICE_LANG || LC_ALL || LC_MESSAGES || LANG || '').toLowerCase().startsWith('ko');

/**
 * The sentence in the language of the terminal; the same rule as `localeFromTerminal`.
 *
 * @param {string} english
 * @param {string} inKorean
 */
export function say(english, inKorean) {
  return korean ? inKorean : english;
}

/** A failure that is explained by its message alone: it is shown without a stack. */
export class SetupError extends Error {
  name = 'SetupError';
}
