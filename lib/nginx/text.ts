// The shape of Nginx's configuration: lines, and blocks in braces.

const indent = (text: string) => text.replace(/^(?=.)/gm, '  ');

/** Lines, without those that do not apply. */
export const lines = (...entries: (string | false | undefined)[]) => entries.filter(Boolean).join('\n');

/** A block in braces, its sections set apart by an empty line. */
export const block = (name: string, ...sections: string[]) =>
  `${name} {\n${indent(sections.filter(Boolean).join('\n\n'))}\n}`;
