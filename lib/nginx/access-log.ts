// The part of Nginx's configuration that says what is written of each request. Pure, as render.ts is.

import type { NginxModel } from './model';
import { quote } from './quote';
import { block, lines } from './text';

/** The log of all servers: one JSON object a line. */
export function accessLog({ paths }: NginxModel): string {
  const numbers = new Set(['status', 'bytes', 'seconds']);
  const fields = {
    time: '$sluice_time',
    request_id: '$request_id',
    address: '$sluice_visitor',
    peer: '$realip_remote_addr',
    method: '$request_method',
    host: '$host',
    path: '$sluice_path',
    protocol: '$server_protocol',
    status: '$sluice_status',
    bytes: '$body_bytes_sent',
    seconds: '$request_time',
    upstream_seconds: '$upstream_response_time',
    user_agent: '$http_user_agent',
    app: '$sluice_app',
    reason: '$sluice_reason',
    recorded: '$sluice_recorded',
  };
  const json = Object.entries(fields).map(
    ([name, value]) => `"${name}":${numbers.has(name) ? value : `"${value}"`}`,
  );
  return lines(
    '# One JSON object a line. Query strings are left out: they may hold what only the app should see.',
    block(
      'map "$time_iso8601 $msec" $sluice_time',
      '"~^(?<sluice_second>.{19})(?<sluice_zone>\\S+) \\d+\\.(?<sluice_milli>\\d+)$" ' +
        '"$sluice_second.$sluice_milli$sluice_zone";',
    ),
    block('map $request_uri $sluice_path', '"~^(?<sluice_raw_path>[^?]*)" $sluice_raw_path;'),
    '# JSON has no number 009, which is what an HTTP/0.9 request gets.',
    block('map $status $sluice_status', '"~^0*(?<sluice_status_digits>\\d+)$" $sluice_status_digits;'),
    `log_format sluice escape=json '{${json.join(',')}}';`,
    `access_log ${quote(paths.accessLog)} sluice buffer=64k flush=1s;`,
  );
}
