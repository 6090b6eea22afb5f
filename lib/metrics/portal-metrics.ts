// The portal's figures. Middleware and route handlers are bundles of their own, so they hang on globalThis.

import type { AccessRecorder } from '@/lib/audit/access-recorder';
import type { RuleTableFollower } from '@/lib/rule-table';
import { processMetrics } from './process-metrics';
import { Counter, gaugeText, Histogram } from './registry';

const shared = globalThis as { sluicePortalMetrics?: ReturnType<typeof newMetrics> };

const newMetrics = () => ({
  landings: new Counter('sluice_landings_total', 'Visits decided, by outcome and reason.'),
  unrecorded: new Counter(
    'sluice_landings_unrecorded_total',
    'Visits not answered because they could not be recorded.',
  ),
  decide: new Histogram('sluice_decide_seconds', 'How long a decision took.'),
  commit: new Histogram('sluice_commit_seconds', 'How long a visit waited until it was on record.'),
});

/** What the landing counts. */
export function portalMetrics() {
  shared.sluicePortalMetrics ??= newMetrics();
  return shared.sluicePortalMetrics;
}

export type PortalParts = {
  readonly rules: Pick<RuleTableFollower, 'current' | 'checkedAt'>;
  readonly recorder: Pick<AccessRecorder, 'problem' | 'waiting' | 'spoolBytes'>;
  readonly downApps: ReadonlySet<number>;
};

/** All of them, as text. */
export function portalMetricsText({ rules, recorder, downApps }: PortalParts, now = Date.now()): string {
  const snapshot = rules.current();
  const { landings, unrecorded, decide, commit } = portalMetrics();
  const one = (name: string, help: string, value: number) => gaugeText(name, help, [[{}, value]]);
  const apps = [...(snapshot?.table.apps.values() ?? [])].filter(({ enabled }) => enabled);
  return [
    ...[landings, unrecorded, decide, commit].map((metric) => metric.text()),
    one('sluice_records_waiting', 'Visits that wait for a commit.', recorder.waiting()),
    one('sluice_recording_ok', 'Whether the last commit worked.', recorder.problem === undefined ? 1 : 0),
    one('sluice_spool_bytes', 'Visits on disk that are not in the database yet.', recorder.spoolBytes()),
    ...(snapshot
      ? [
          one('sluice_rules_revision', 'Revision of the rules in force here.', snapshot.revision),
          gaugeText('sluice_rules', 'What the rules consist of.', [
            [{ kind: 'apps' }, snapshot.table.apps.size],
            [{ kind: 'users' }, snapshot.table.users.size],
            [{ kind: 'ranges' }, snapshot.table.size],
          ]),
        ]
      : []),
    ...(rules.checkedAt === undefined
      ? []
      : [
          one(
            'sluice_rules_age_seconds',
            'Since the rules were last found to be the newest.',
            (now - rules.checkedAt) / 1000,
          ),
        ]),
    gaugeText(
      'sluice_app_up',
      'Whether an app answers.',
      apps.map(({ id, slug }) => [{ app: slug }, downApps.has(id) ? 0 : 1]),
    ),
    processMetrics(),
  ].join('');
}
