'use server';

import { adminAction } from '@/lib/admin-action';
import { UpdateRetention } from '@/lib/audit/retention-setting';

export const saveRetention = adminAction(UpdateRetention);
