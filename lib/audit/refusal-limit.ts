// How many refusals of Nginx's a minute are worth a row each. Whoever is refused chooses how often, so without a bound a
// flood would fill the database and take its writer from visitors. What is left out is in Nginx's log, line by line. Pure.

import type { AccessEvent } from './access-event';

const MINUTE = 60_000;
/** Of one address (IPv6: a /64, which is one subscriber) with one reason at one app, a minute. */
export const MOST_ALIKE = 10;
/** Of everybody together, a minute. */
export const MOST_IN_ALL = 3000;
/** Family and 16 digits of an address key: all of IPv4, the first 64 bits of IPv6. */
const KEY_LENGTH = { 4: 33, 6: 17 };

type Refusal = Pick<AccessEvent, 'at' | 'addressKey' | 'reason' | 'appId'>;

export class RefusalLimit {
  private minute = 0;
  private allowed = 0;
  private readonly alike = new Map<string, number>();

  /** Whether this one is to be written. Call it once for each, in the order of the log. */
  allows({ at, addressKey, reason, appId }: Refusal): boolean {
    const minute = Math.floor(at.getTime() / MINUTE);
    // Workers write their lines up to a second late: the minute before may go on. Further back, the clock was set.
    if (minute > this.minute || minute < this.minute - 1) {
      this.minute = minute;
      this.allowed = 0;
      this.alike.clear();
    }
    if (this.allowed >= MOST_IN_ALL) return false;
    const whose = addressKey?.slice(0, addressKey.startsWith('6') ? KEY_LENGTH[6] : KEY_LENGTH[4]) ?? '';
    const key = `${whose} ${reason} ${appId ?? ''}`;
    const seen = this.alike.get(key) ?? 0;
    if (seen >= MOST_ALIKE) return false;
    this.alike.set(key, seen + 1);
    this.allowed++;
    return true;
  }
}
