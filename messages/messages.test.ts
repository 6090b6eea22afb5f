import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { expect, test } from 'vitest';
import { messages } from './messages';

type Tree = { [key: string]: string | Tree };

/** Every text with its path. */
function texts(tree: Tree, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'string') found.set(here, value);
    else for (const [inner, text] of texts(value, here)) found.set(inner, text);
  }
  return found;
}

/** The placeholders and tags of a text, those in its branches included. */
function slots(text: string): Set<string> {
  const found = new Set<string>();
  const visit = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      found.add(element.value);
      if (element.type === TYPE.tag) visit(element.children);
      if (element.type === TYPE.select || element.type === TYPE.plural) {
        for (const { value } of Object.values(element.options)) visit(value);
      }
    }
  };
  visit(parse(text));
  return found;
}

const en = texts(messages.en);
const ko = texts(messages.ko);

test('every text is there in both languages, none empty', () => {
  expect([...ko.keys()].sort()).toEqual([...en.keys()].sort());
  for (const [key, text] of [...en, ...ko]) expect([key, text.trim() !== '']).toEqual([key, true]);
});

test('a Korean text has the placeholders and tags of the English one', () => {
  for (const [key, text] of en) expect([key, slots(ko.get(key) ?? '')]).toEqual([key, slots(text)]);
});

test('a straight apostrophe, which would quote what follows, stands nowhere', () => {
  for (const [key, text] of [...en, ...ko]) expect([key, text.includes("'")]).toEqual([key, false]);
});

test('every file of messages is in use', () => {
  for (const language of ['en', 'ko']) {
    const files = readdirSync(join(import.meta.dirname, language)).map((file) => file.replace('.json', ''));
    expect(files.sort()).toEqual(Object.keys(messages.en).sort());
  }
});
