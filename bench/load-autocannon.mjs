// The load generator where wrk is missing: node load-autocannon.mjs URL CONNECTIONS SECONDS ADDRESSES. Prints what
// load.lua prints. Its latencies are taken from each response, as autocannon's own histogram counts whole milliseconds.
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

const [url, connections, seconds, file] = process.argv.slice(2);
const addresses = readFileSync(file, 'utf8').trimEnd().split('\n');
const times = [];
const run = autocannon({
  url,
  connections: Number(connections),
  duration: Number(seconds),
  requests: addresses.map((address) => ({ method: 'GET', headers: { 'X-Bench-Visitor': address } })),
});
run.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
const result = await run;
times.sort((a, b) => a - b);
const percentile = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
console.log(
  JSON.stringify({
    answers: times.length,
    seconds: result.duration,
    p50: percentile(0.5),
    p99: percentile(0.99),
    failures: result.errors + result.timeouts + result['4xx'] + result['5xx'],
  }),
);
