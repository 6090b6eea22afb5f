'use client';

import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { requestSignOut } from './sign-in-request';
import { toast } from './ui/toast';

/** Ends the session on the server and leads to the sign-in page. A row of the account menu. */
export function SignOutButton() {
  const t = useTranslations('auth');
  const [pending, setPending] = useState(false);
  const signOut = async () => {
    setPending(true);
    // A whole page: nothing that was shown to the one who leaves stays in memory.
    if (await requestSignOut()) return location.assign('/login?out');
    setPending(false);
    toast.error(t('signOutFailed'));
  };
  return (
    <button
      type="button"
      onClick={signOut}
      aria-disabled={pending || undefined}
      className="flex min-h-9 w-full cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-left transition-colors hover:bg-sunken pointer-coarse:min-h-11"
    >
      <LogOut className="size-4 text-muted" aria-hidden="true" />
      {t('signOut')}
    </button>
  );
}
