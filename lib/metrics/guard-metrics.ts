// The guard's figures, for whoever asks it for /metrics.

import { processMetrics } from './process-metrics';
import { Counter, gaugeText, Histogram } from './registry';

export class GuardMetrics {
  private readonly decisions = new Counter(
    'sluice_guard_decisions_total',
    'Requests and handshakes decided, by result and reason.',
  );
  private readonly decide = new Histogram('sluice_guard_decide_seconds', 'How long a decision took.');
  private readonly opened = new Counter('sluice_sessions_opened_total', 'Live sessions opened.');
  private readonly closed = new Counter('sluice_sessions_closed_total', 'Live sessions closed, by reason.');
  private readonly bytes = new Counter(
    'sluice_session_bytes_total',
    'Bytes of live sessions, from visitors (in) and to them (out).',
  );

  /** @param seconds how long it took */
  decided(allowed: boolean, reason: string, seconds: number): void {
    this.decisions.add({ result: allowed ? 'allow' : 'deny', reason });
    this.decide.observe(seconds);
  }

  sessionOpened(): void {
    this.opened.add();
  }

  sessionClosed(reason: string): void {
    this.closed.add({ reason });
  }

  /** Bytes that have been passed on. */
  passed(direction: 'in' | 'out', count: number): void {
    this.bytes.add({ direction }, count);
  }

  /** All of them, as text. `sessions`: how many there are now. */
  text(sessions: number): string {
    return [
      ...[this.decisions, this.decide, this.opened, this.closed, this.bytes].map((metric) => metric.text()),
      gaugeText('sluice_sessions', 'Live sessions.', [[{}, sessions]]),
      processMetrics(),
    ].join('');
  }
}
