'use server';

import { adminAction } from '@/lib/admin-action';
import { EndSessions } from '@/lib/auth/mutations';

export const endSessions = adminAction(EndSessions);
