'use server';

import { z } from 'zod';
import type { ActionResult } from '@/lib/action-result';
import { type ActionInput, adminAction, asAdministrator, fieldMessages } from '@/lib/admin-action';
import { SetOwnPassword } from '@/lib/auth/mutations';
import { acceptPassword, checkOwnPassword } from '@/lib/auth/own-password';
import { InvalidInput } from '@/lib/errors';

const passwords = z.object({ current: z.string(), password: z.string() });
const setOwnPassword = adminAction(SetOwnPassword);

/** Changes the password of whoever is signed in. */
export async function changePassword({ input }: ActionInput): Promise<ActionResult> {
  return asAdministrator<ActionResult>(
    'viewer',
    async (by) => {
      const { current, password } = passwords.parse(input);
      try {
        const former = await checkOwnPassword(by, current);
        const passwordHash = await acceptPassword(password, by);
        return await setOwnPassword({ input: { passwordHash, former } });
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        return { status: 'invalid', problems: fieldMessages(error.problems, by) };
      }
    },
    ({ message }) => ({ status: 'refused', message }),
  );
}
