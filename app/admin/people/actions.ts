'use server';

import type { ActionResult } from '@/lib/action-result';
import { type ActionInput, adminAction } from '@/lib/admin-action';
import { ChangeRole, GiveRole, IssueLink, TakeRole } from '@/lib/auth/mutations';
import { requireDashboard } from '@/lib/auth/require-dashboard';
import { newToken, tokenHash } from '@/lib/auth/secret-token';
import { linkUrl } from '@/lib/auth/sign-in-links';

/** `link`: to hand over; it is shown this once, and nobody can look it up afterwards. */
export type LinkResult = ActionResult & { link?: string };

const giveRole = adminAction(GiveRole);
const storeLink = adminAction(IssueLink);

export const changeRole = adminAction(ChangeRole);
export const takeRole = adminAction(TakeRole);

/** A role for a user, and the link with which they set their password. */
export async function addPerson(given: ActionInput): Promise<LinkResult> {
  const result = await giveRole(given);
  return result.status === 'done' && result.id !== null ? linkFor(result.id) : result;
}

/** A new link; the one before it is of no use any more. */
export async function issueLink({ input }: ActionInput): Promise<LinkResult> {
  return linkFor((input as { userId?: unknown } | undefined)?.userId);
}

async function linkFor(userId: unknown): Promise<LinkResult> {
  const token = newToken();
  const result = await storeLink({ input: { userId, hash: tokenHash(token) } });
  if (result.status !== 'done') return result;
  const { origin } = await requireDashboard();
  return { ...result, link: linkUrl(origin, token) };
}
