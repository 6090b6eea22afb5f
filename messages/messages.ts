// Every word that people read, in both languages. One file a namespace; the Korean ones have to have the shape of the
// English ones, which the compiler checks here and messages.test.ts checks down to the placeholders.

import enAddress from './en/address.json';
import enBench from './en/bench.json';
import enDatabase from './en/database.json';
import enDecision from './en/decision.json';
import enLanding from './en/landing.json';
import enMigrate from './en/migrate.json';
import enNginx from './en/nginx.json';
import enResolve from './en/resolve.json';
import enRules from './en/rules.json';
import enStart from './en/start.json';
import koAddress from './ko/address.json';
import koBench from './ko/bench.json';
import koDatabase from './ko/database.json';
import koDecision from './ko/decision.json';
import koLanding from './ko/landing.json';
import koMigrate from './ko/migrate.json';
import koNginx from './ko/nginx.json';
import koResolve from './ko/resolve.json';
import koRules from './ko/rules.json';
import koStart from './ko/start.json';

const en = {
  address: enAddress,
  bench: enBench,
  database: enDatabase,
  decision: enDecision,
  landing: enLanding,
  migrate: enMigrate,
  nginx: enNginx,
  resolve: enResolve,
  rules: enRules,
  start: enStart,
};

export type Messages = typeof en;

const ko: Messages = {
  address: koAddress,
  bench: koBench,
  database: koDatabase,
  decision: koDecision,
  landing: koLanding,
  migrate: koMigrate,
  nginx: koNginx,
  resolve: koResolve,
  rules: koRules,
  start: koStart,
};

export const messages = { en, ko };
