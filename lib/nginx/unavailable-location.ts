// The location that says «not now» where what should answer does not. Pure, as render.ts is.

import type { NginxModel } from './model';
import { quote } from './quote';
import { block, lines } from './text';
import { hstsAgain } from './tls';
import { unavailablePage } from './unavailable-page';

const retrySeconds = 5;

/** A named location that answers 503 with a page of its own, from the configuration alone. */
export const unavailableLocation = (
  name: string,
  { tls }: NginxModel,
  text?: Parameters<typeof unavailablePage>[1],
) =>
  block(
    `location @${name}`,
    lines(
      'default_type "text/html; charset=utf-8";',
      `add_header Retry-After ${retrySeconds} always;`,
      'add_header Cache-Control no-store always;',
      'add_header X-Request-Id $request_id always;',
      'add_header X-Content-Type-Options nosniff always;',
      hstsAgain(tls),
      `add_header Content-Security-Policy ${quote("default-src 'none'; style-src 'unsafe-inline'")} always;`,
      `return 503 ${quote(...unavailablePage(retrySeconds, text))};`,
    ),
  );
