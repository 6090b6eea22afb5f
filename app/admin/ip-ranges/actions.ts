'use server';

import { adminAction } from '@/lib/admin-action';
import {
  CreateIpRange,
  DeleteIpRanges,
  EnableIpRanges,
  GrantAppsToIpRanges,
  UpdateIpRange,
} from '@/lib/ip-ranges/edits';

export const createRange = adminAction(CreateIpRange);
export const saveRange = adminAction(UpdateIpRange);
export const deleteRanges = adminAction(DeleteIpRanges);
export const enableRanges = adminAction(EnableIpRanges);
export const grantAppsToRanges = adminAction(GrantAppsToIpRanges);
