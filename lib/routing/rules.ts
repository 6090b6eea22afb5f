// The rules as the decision sees them: plain data, whatever database or file they came from.

import type { AddressRange } from './range';

export type Landing = 'first' | 'choose';

export type RuleApp = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly port: number;
  readonly scheme: 'http' | 'https' | null;
  readonly host: string | null;
  readonly path: string;
  /** host:port, several with commas; see lib/apps/upstreams.ts. */
  readonly upstream: string | null;
  readonly guarded: boolean;
  /** Null: Streamlit's own. */
  readonly healthPath?: string | null;
  readonly enabled: boolean;
  /** Null or left out: visitors get the app. */
  readonly underMaintenance?: Maintenance | null;
};

/** Why and for how long visitors get a page instead of an app. */
export type Maintenance = {
  /** What visitors are told; may be empty. */
  readonly message: string;
  /** When it is over by itself, in ms since 1970; null: when it is switched off. */
  readonly until: number | null;
};

export type RuleUser = {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly landing: Landing | null;
  /** In the order of the grants. */
  readonly appIds: readonly number[];
};

/** What an IpRange gives to the addresses it decides for. */
export type Grant = {
  readonly effect: 'allow' | 'deny';
  readonly landing: Landing | null;
  readonly userId: number | null;
  /** In the order of the grants. */
  readonly appIds: readonly number[];
};

export type RuleRange = AddressRange &
  Grant & {
    readonly id: number;
    readonly label: string;
    readonly enabled: boolean;
    /** First moment of validity, in ms since 1970; null: since ever. */
    readonly validFrom: number | null;
    /** First moment that is no longer valid, in ms since 1970; null: for ever. */
    readonly validUntil: number | null;
  };

export type Rules = {
  readonly apps: readonly RuleApp[];
  readonly users: readonly RuleUser[];
  readonly ranges: readonly RuleRange[];
  /** Where neither range nor owner says. */
  readonly defaultLanding?: Landing;
};
