import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nginxModel, nginxPaths } from '@/lib/nginx/model';
import { runningMaster } from '@/lib/nginx/publish';
import { renderedProbe, renderNginx } from '@/lib/nginx/render';
import { type Check, fail, pass, warn } from '../check';
import { ask, front } from '../http';

/** Whether Nginx runs, answers with the configuration that is on disk, and whether that is what the rules ask for now. */
export const nginxConfig: Check = {
  name: 'nginxConfig',
  group: 'nginx',
  async run({ env, rules }) {
    const paths = nginxPaths(env);
    const written = readIfThere(paths.config);
    if (written === undefined) return [fail('CONFIG_MISSING', { path: paths.config })];
    const problem = publishingProblem(paths.prefix);
    if (problem !== undefined) return [fail('CONFIG_REFUSED', { detail: problem })];
    if (runningMaster(env) === undefined) return [fail('NGINX_NOT_RUNNING')];
    const { port, tls, host } = front(env);
    const probe = { to: '127.0.0.1', path: renderedProbe(written), host };
    const answers = await Promise.all([ask({ ...probe, port, tls }), ask({ ...probe, port: env.httpPort })]);
    if (!answers.some(({ status }) => status === 204)) return [fail('CONFIG_NOT_IN_FORCE')];
    // Which account the workers run as depends on who asks: root, who started it, or somebody else, who looks.
    const model = { ...nginxModel(env, (await rules()).apps.values()), worker: workerOf(written) };
    const wanted = renderNginx(model);
    return [wanted === written ? pass('CONFIG_IN_FORCE') : warn('CONFIG_OUTDATED')];
  },
};

function workerOf(config: string) {
  const [, user, group] = /^user "([^"]*)" "([^"]*)";$/m.exec(config) ?? [];
  return user && group ? { user, group } : undefined;
}

/** What the publisher noted of a version that Nginx refused. */
function publishingProblem(prefix: string): string | undefined {
  const text = readIfThere(join(prefix, 'status.json'));
  if (text === undefined) return undefined;
  const { problem } = JSON.parse(text) as { problem?: unknown };
  if (problem === undefined || problem === null) return undefined;
  return typeof problem === 'string' ? problem : JSON.stringify(problem);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
