import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { findPortProblems } from './free-ports';

async function listen(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const wanted = (port: number, hosts = ['0.0.0.0', '::']) => [{ port, hosts, variable: 'HTTP_PORT' }];

const hasIpv6 = Object.values(networkInterfaces()).some((entries) =>
  entries?.some(({ address }) => address === '::1'),
);
const hosts = ['0.0.0.0', '127.0.0.1', ...(hasIpv6 ? ['::', '::1'] : [])];

test.each(hosts)('a port that is taken on %s is named with its process', async (host) => {
  const port = await listen(host);
  expect(await findPortProblems(wanted(port))).toEqual([
    {
      port,
      hosts: ['0.0.0.0', '::'],
      variable: 'HTTP_PORT',
      kind: 'taken',
      owner: { pid: process.pid, command: expect.stringContaining('node') },
    },
  ]);
});

test('a port on another address is not in the way', async () => {
  const port = await listen('127.0.0.9');
  expect(await findPortProblems(wanted(port, ['127.0.0.1']))).toEqual([]);
});

test('a port is free again right after it was looked at', async () => {
  const port = await listen('127.0.0.1');
  expect(await findPortProblems([...wanted(port), ...wanted(port)])).toHaveLength(2);
});
