import { loadedFirewall } from '@/lib/firewall/loaded';
import { firewallModel } from '@/lib/firewall/model';
import { renderFirewall } from '@/lib/firewall/render';
import { type Check, pass, warn } from '../check';

/** Whether the rules of `sluice firewall render` are loaded, as far as this account may ask. */
export const firewall: Check = {
  name: 'firewall',
  group: 'access',
  async run({ env, rules }) {
    const loaded = await loadedFirewall(renderFirewall(firewallModel(env, (await rules()).apps.values())));
    if (loaded.state === 'current') return [pass('FIREWALL_CURRENT')];
    if (loaded.state === 'missing') return [warn('FIREWALL_MISSING')];
    if (loaded.state === 'unknown') return [pass('FIREWALL_UNKNOWN', { detail: loaded.detail })];
    return [warn('FIREWALL_OTHER', { ports: loaded.ports.join(', ') || '–' })];
  },
};
