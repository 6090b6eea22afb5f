// This machine's own addresses, as they are at the moment.

import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** All of them: loopback, and those that belong to one link only, too. */
export function ownAddresses(): NetworkInterfaceInfo[] {
  return Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
}

/** Those at which others may reach it, without those that belong to one link only. */
export function outerAddresses(): string[] {
  return ownAddresses().flatMap(({ internal, scopeid, address }) => (internal || scopeid ? [] : address));
}
