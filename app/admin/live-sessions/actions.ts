'use server';

import { adminAction } from '@/lib/admin-action';
import { DisconnectLiveSession } from '@/lib/guard/disconnect';

export const disconnectLiveSession = adminAction(DisconnectLiveSession);
