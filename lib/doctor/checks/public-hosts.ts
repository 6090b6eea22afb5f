import { type Check, pass, warn } from '../check';

/** Whether it is said by which names visitors come; without, every name of this machine is as good as another. */
export const publicHosts: Check = {
  name: 'publicHosts',
  group: 'settings',
  run: async ({ env }) => [
    env.publicHosts.length > 0
      ? pass('HOSTS_SET', { hosts: env.publicHosts.join(', ') })
      : warn('HOSTS_NOT_SET'),
  ],
};
