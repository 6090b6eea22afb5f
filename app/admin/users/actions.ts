'use server';

import { adminAction } from '@/lib/admin-action';
import { CreateUser, DeleteUsers, EnableUsers, GrantAppsToUsers, UpdateUser } from '@/lib/users/edits';

export const createUser = adminAction(CreateUser);
export const saveUser = adminAction(UpdateUser);
export const deleteUsers = adminAction(DeleteUsers);
export const enableUsers = adminAction(EnableUsers);
export const grantAppsToUsers = adminAction(GrantAppsToUsers);
