'use server';

import { adminAction } from '@/lib/admin-action';
import { RequestPublishing } from '@/lib/nginx/publish-request';

export const publishNow = adminAction(RequestPublishing);
