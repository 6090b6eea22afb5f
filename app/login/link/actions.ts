'use server';

import type { ActionInput } from '@/lib/admin-action';
import * as link from '@/lib/auth/set-password-by-link';

export async function setPasswordByLink(given: ActionInput) {
  return link.setPasswordByLink(given);
}
