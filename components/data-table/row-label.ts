// Words with a row's label in them, formatted once for all the rows of a page: formatting is what takes time.

/** Stands for the label; a character that nobody writes. */
export const ROW_LABEL = '\ue000';

/** @example withLabel(`Select ${ROW_LABEL}`, 'Alice') // 'Select Alice' */
export const withLabel = (words: string, label: string) => words.replace(ROW_LABEL, () => label);
