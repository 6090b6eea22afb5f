import { readFileSync } from 'node:fs';
import { runningMaster } from '@/lib/nginx/master';
import { nginxModel, nginxPaths } from '@/lib/nginx/model';
import { isStale, type PublishStatus, readPublishStatus } from '@/lib/nginx/publish-status';
import { renderedProbe, renderNginx } from '@/lib/nginx/render';
import { type Check, fail, pass, warn } from '../check';
import { ask, front } from '../http';

/** Whether Nginx runs, answers with the configuration that is on disk, and whether that is what the rules ask for now. */
export const nginxConfig: Check = {
  name: 'nginxConfig',
  group: 'nginx',
  async run({ env, now, rules }) {
    const paths = nginxPaths(env);
    const written = readIfThere(paths.config);
    if (written === undefined) return [fail('CONFIG_MISSING', { path: paths.config })];
    const published = await readPublishStatus(env);
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
    if (published && !isStale(published, now))
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

/** What Nginx or the system said, else the problem's code. */
const detailOf = (failure: PublishStatus['failure']) => failure?.params.detail ?? failure?.code ?? '?';

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
