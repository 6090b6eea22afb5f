'use server';

import { adminAction } from '@/lib/admin-action';
import { CreateApp, DeleteApps, EnableApps, MaintainApps, UpdateApp } from '@/lib/apps/edits';

export const createApp = adminAction(CreateApp);
export const saveApp = adminAction(UpdateApp);
export const deleteApps = adminAction(DeleteApps);
export const enableApps = adminAction(EnableApps);
export const maintainApps = adminAction(MaintainApps);
