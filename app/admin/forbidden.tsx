import { ForbiddenMessage } from '@/components/forbidden-message';
import { currentAdministrator } from '@/lib/auth/current-administrator';
import { missingRole } from '@/lib/auth/require-role';

export default async function Forbidden() {
  const by = await currentAdministrator();
  return by && <ForbiddenMessage by={by} needed={missingRole().role} />;
}
