// Every word that people read, in both languages. One file a namespace; the Korean ones have to have the shape of the
// English ones, which the compiler checks here and messages.test.ts checks down to the placeholders.

import enAddress from './en/address.json';
import enDecision from './en/decision.json';
import koAddress from './ko/address.json';
import koDecision from './ko/decision.json';

const en = {
  address: enAddress,
  decision: enDecision,
};

export type Messages = typeof en;

const ko: Messages = {
  address: koAddress,
  decision: koDecision,
};

export const messages = { en, ko };
