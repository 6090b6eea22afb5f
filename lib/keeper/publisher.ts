// Keeps Nginx's configuration what the rules ask for: looks, waits until nobody is changing anything, publishes, and sees to it
// that it stays in force. Texts are compared, never times: whatever order edits, restored backups and other processes' writing
// come in, the last state of the database ends in force.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Env } from '@/lib/env';
import { type Locale, localeFromTerminal } from '@/lib/i18n';
import { type DiffLine, lineDiff } from '@/lib/line-diff';
import { isInForce } from '@/lib/nginx/in-force';
import { leftOutText } from '@/lib/nginx/left-out-text';
import { runningMaster } from '@/lib/nginx/master';
import { nginxModel, nginxPaths } from '@/lib/nginx/model';
import { nginxProgram } from '@/lib/nginx/program';
import { reloadNginx } from '@/lib/nginx/publish';
import { type PublishProblem, problemText } from '@/lib/nginx/publish-problem';
import { type PublishStatus, readPublishStatus, writePublishStatus } from '@/lib/nginx/publish-status';
import { NginxTextError } from '@/lib/nginx/quote';
import { renderNginx } from '@/lib/nginx/render';
import { environmentHash, type LeftOut, wantedConfig } from '@/lib/nginx/wanted-config';
import type { RuleApp } from '@/lib/routing/rules';
import type { KeeperJob } from './keeper';

export type PublisherSource = {
  /** The apps of the newest rules; undefined before they have been read. */
  rules: () => { revision: number; apps: ReadonlyMap<number, RuleApp> } | undefined;
  /** Changes when an administrator asks for publishing at once. */
  request: () => Promise<string | null>;
};

/** In ms. How often it looks; */
const LOOK = 150;
/** how often it looks at what no rule tells: certificates, foreign ports, whether Nginx still serves what it should; */
const LOOK_ROUND = 1000;
/** how long nothing may have changed before it publishes, and how long it waits for that at most. */
const QUIET = 300;
const PATIENCE = 2000;
/** An Nginx that does not answer may be starting. */
const GRACE = 3000;
/** Between attempts that fail. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** How often the status is written where nothing has changed. */
const HEARTBEAT = 2000;
const MOST_LINES = 400;

export class Publisher implements KeeperJob {
  private running: Promise<void> | undefined;
  private stopped = false;
  private apps: ReadonlyMap<number, RuleApp> | undefined;
  private revision: number | null = null;
  private lookedRound = 0;
  /** What should be served; undefined where it cannot be written. */
  private wanted: string | undefined;
  private hasRendered = false;
  private leftOut: LeftOut[] = [];
  private changedAt = 0;
  private unsettledSince: number | undefined;
  private request: string | null | undefined;
  private asked = false;
  private failure: PublishStatus['failure'] = null;
  private pause = FIRST_PAUSE;
  /** The text that has been seen in force, and since when. */
  private inForce: { text: string; since: number } | undefined;
  private silentSince: number | undefined;
  private written = { text: '', at: 0 };
  private readonly said = new Map<string, string>();

  constructor(
    private readonly env: Env,
    private readonly source: PublisherSource,
    private readonly locale: Locale = localeFromTerminal(),
  ) {}

  start(): this {
    this.running ??= (async () => {
      while (!this.stopped) {
        try {
          await this.look();
        } catch (error) {
          // A full disk, a database that is away: the next look may go better, and what is served stays.
          this.say('looking', `nginx: ${error instanceof Error ? error.message : String(error)}`);
        }
        await sleep(LOOK);
      }
    })();
    return this;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async look(): Promise<void> {
    const rules = this.source.rules();
    if (!rules) return;
    const now = Date.now();
    const isRound = now - this.lookedRound >= LOOK_ROUND;
    const isSettled = rules.apps === this.apps && this.unsettledSince === undefined;
    if (!isRound && isSettled) return;
    if (isRound) this.lookedRound = now;
    if (isRound || rules.apps !== this.apps) {
      this.apps = rules.apps;
      await this.render(rules.apps, now);
    }
    this.revision = rules.revision;
    const served = await this.served();
    const isDue = await this.isDue(served);
    const isTime = isDue && this.isTime(now);
    if (isTime) await this.publish(rules.apps);
    else if (!isDue) this.unsettledSince = undefined;
    await this.tell(isDue && !isTime);
    // Last: the rest goes on while the database is away.
    if (isRound) await this.lookForRequest();
  }

  private async lookForRequest(): Promise<void> {
    const request = await this.source.request();
    // What was asked for before the keeper started has been done by starting.
    if (this.request !== undefined && request !== this.request) {
      this.asked = true;
      this.unsettledSince ??= Date.now();
    }
    this.request = request;
  }

  private async render(apps: ReadonlyMap<number, RuleApp>, now: number): Promise<void> {
    let text: string | undefined;
    try {
      const program = nginxProgram();
      const wanted = program === undefined ? undefined : await wantedConfig(this.env, program, apps.values());
      text = wanted?.text;
      this.leftOut = wanted?.leftOut ?? [];
    } catch (error) {
      // reloadNginx meets the same, as it does a missing Nginx, and says what it is.
      if (!(error instanceof NginxTextError)) throw error;
    }
    if (text === this.wanted && this.hasRendered) return;
    this.hasRendered = true;
    this.wanted = text;
    this.changedAt = now;
    this.unsettledSince ??= now;
    // Another configuration deserves an attempt of its own, whatever became of the one before.
    this.pause = FIRST_PAUSE;
    if (this.failure) this.failure = { ...this.failure, nextTryAt: now };
  }

  private isTime(now: number): boolean {
    if (this.asked) return true;
    if (this.failure && now < this.failure.nextTryAt) return false;
    return now - this.changedAt >= QUIET || now - (this.unsettledSince ?? now) >= PATIENCE;
  }

  /** Whether what is served is not what should be. */
  private async isDue(served: string | undefined): Promise<boolean> {
    if (this.asked || this.wanted === undefined || served !== this.wanted) return true;
    const now = Date.now();
    if (runningMaster(this.env) === undefined) {
      this.inForce = undefined;
      this.silentSince = undefined;
      if (this.failure?.code !== 'notRunning') {
        this.failure = { code: 'notRunning', params: {}, at: now, nextTryAt: now };
      }
      return false;
    }
    if (await isInForce(this.env, served)) {
      this.silentSince = undefined;
      await this.seenInForce(served);
      return false;
    }
    this.silentSince ??= now;
    return now - this.silentSince >= GRACE;
  }

  private async publish(apps: ReadonlyMap<number, RuleApp>): Promise<void> {
    this.asked = false;
    const result = await reloadNginx(this.env, this.locale, apps.values());
    const now = Date.now();
    this.silentSince = undefined;
    this.unsettledSince = undefined;
    if (result.leftOut) this.leftOut = result.leftOut;
    if (result.ok) {
      this.inForce = undefined;
      const served = await this.served();
      if (served !== undefined) await this.seenInForce(served);
      this.say('publishing', `nginx: the configuration of revision ${this.revision} is in force`);
      return;
    }
    this.fail(result.problem, now);
  }

  private fail(problem: PublishProblem, now: number): void {
    this.failure = { ...problem, at: now, nextTryAt: now + this.pause };
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    this.say('publishing', `nginx: ${problemText(problem, this.locale)}`);
  }

  private async seenInForce(text: string): Promise<void> {
    this.failure = null;
    this.pause = FIRST_PAUSE;
    if (this.inForce?.text === text) return;
    // A keeper that has been started again goes on counting where the one before was.
    const earlier = await readPublishStatus(this.env).catch(() => undefined);
    const isSame = earlier?.hash === this.hashOf(text) && earlier.inForceSince !== null;
    this.inForce = { text, since: isSame ? earlier.inForceSince! : Date.now() };
  }

  private async served(): Promise<string | undefined> {
    try {
      return await readFile(nginxPaths(this.env).config, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  private async tell(isPending: boolean): Promise<void> {
    const served = await this.served();
    const { failure } = this;
    const isFailed = failure !== null && failure.code !== 'notRunning';
    const status: Omit<PublishStatus, 'lookedAt'> = {
      state: isFailed ? 'failed' : isPending ? 'pending' : failure ? 'notRunning' : 'inForce',
      revision: this.revision,
      inForceSince: this.inForce?.since ?? null,
      hash: served === undefined ? null : this.hashOf(served),
      differences: this.differences(served ?? ''),
      failure,
      leftOut: this.leftOut,
      environment: this.wanted === undefined ? null : environmentHash(this.env),
    };
    // The time of a failure that goes on is no news.
    const text = JSON.stringify({ ...status, failure: failure && { ...failure, at: 0, nextTryAt: 0 } });
    const now = Date.now();
    if (text === this.written.text && now - this.written.at < HEARTBEAT) return;
    const ports = this.leftOut.map((app) => leftOutText(app, this.locale));
    this.say('leftOut', ports.map((line) => `nginx: ${line}`).join('\n'));
    await writePublishStatus(this.env, { lookedAt: now, ...status });
    this.written = { text, at: now };
  }

  private differences(served: string): DiffLine[] {
    if (served === this.wanted && this.leftOut.length === 0) return [];
    const wanted = this.everything();
    if (wanted === undefined) return [];
    const lines = lineDiff(this.readable(served), this.readable(wanted));
    return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), { kind: 'same', text: '⋯' }] : lines;
  }

  /** What the database asks for, whether it can be served or not. */
  private everything(): string | undefined {
    try {
      return renderNginx(nginxModel(this.env, this.apps?.values()));
    } catch (error) {
      if (error instanceof NginxTextError) return undefined;
      throw error;
    }
  }

  /** Without the secret, and without the path that depends on every other line. */
  private readable(text: string): string {
    return text
      .replaceAll(this.env.proxySecret, '********')
      .replace(/\/\.sluice\/nginx\/[0-9a-f]{64}/g, '/.sluice/nginx/********');
  }

  private hashOf(text: string): string {
    return createHash('sha256').update(text.replaceAll(this.env.proxySecret, '')).digest('hex');
  }

  /** To the log, when it is another thing than was said last about the topic. */
  private say(topic: 'publishing' | 'leftOut' | 'looking', text: string): void {
    if (text !== '' && text !== this.said.get(topic)) console.log(text);
    this.said.set(topic, text);
  }
}
