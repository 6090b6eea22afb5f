'use server';

import { adminAction } from '@/lib/admin-action';
import { UpdateHealthSettings } from '@/lib/apps/update-health-settings';
import { UpdateRetention } from '@/lib/audit/retention-setting';

export const saveHealthSettings = adminAction(UpdateHealthSettings);
export const saveRetention = adminAction(UpdateRetention);
