import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runningMaster } from '@/lib/nginx/master';
import { nginxModel, nginxPaths } from '@/lib/nginx/model';
import { renderedProbe, renderNginx } from '@/lib/nginx/render';
import { type Check, fail, pass, warn } from '../check';
import { ask, front } from '../http';

/** A keeper that has said nothing for so long, in ms, does not run. */
const FRESH = 15_000;

/** Whether Nginx runs, answers with the configuration that is on disk, and whether that is what the rules ask for now. */
export const nginxConfig: Check = {
  name: 'nginxConfig',
  group: 'nginx',
  async run({ env, now, rules }) {
    const paths = nginxPaths(env);
    const written = readIfThere(paths.config);
    if (written === undefined) return [fail('CONFIG_MISSING', { path: paths.config })];
    const published = publishStatus(paths.prefix);
    if (published?.state === 'failed')
      return [fail('CONFIG_REFUSED', { detail: detailOf(published.failure) })];
    if (runningMaster(env) === undefined) return [fail('NGINX_NOT_RUNNING')];
    const { port, tls, host } = front(env);
    const probe = { to: '127.0.0.1', path: renderedProbe(written), host };
    const answers = await Promise.all([ask({ ...probe, port, tls }), ask({ ...probe, port: env.httpPort })]);
    if (!answers.some(({ status }) => status === 204)) return [fail('CONFIG_NOT_IN_FORCE')];
    const leftOut = (published?.leftOut ?? []).map(({ slug }) => slug).join(', ');
    if (leftOut !== '') return [warn('CONFIG_LEFT_OUT', { apps: leftOut })];
    // The keeper knows what can be served; where none runs, what the rules ask for is the measure.
    const isFresh = published !== undefined && now - published.lookedAt < FRESH;
    if (isFresh)
      return [published.differences.length > 0 ? warn('CONFIG_OUTDATED') : pass('CONFIG_IN_FORCE')];
    // Which account the workers run as depends on who asks: root, who started it, or somebody else, who looks.
    const model = { ...nginxModel(env, (await rules()).apps.values()), worker: workerOf(written) };
    return [renderNginx(model) === written ? pass('CONFIG_IN_FORCE') : warn('CONFIG_OUTDATED')];
  },
};

function workerOf(config: string) {
  const [, user, group] = /^user "([^"]*)" "([^"]*)";$/m.exec(config) ?? [];
  return user && group ? { user, group } : undefined;
}

/** What the keeper's publisher says in DATA_DIR/nginx/status.json, as far as it matters here. */
const status = z.object({
  /** In ms since 1970. */
  lookedAt: z.number().default(0),
  state: z.string(),
  failure: z.unknown(),
  differences: z.array(z.unknown()).default([]),
  leftOut: z.array(z.object({ slug: z.string() })).default([]),
});

function publishStatus(prefix: string): z.infer<typeof status> | undefined {
  const text = readIfThere(join(prefix, 'status.json'));
  return text === undefined ? undefined : status.parse(JSON.parse(text));
}

/** What Nginx or the system said, else the problem's code. */
function detailOf(failure: unknown): string {
  const { code, params } = (failure ?? {}) as { code?: string; params?: { detail?: string } };
  return params?.detail ?? code ?? '?';
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
