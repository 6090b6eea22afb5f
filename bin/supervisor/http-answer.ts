import { get } from 'node:http';

/** What an address on this machine answers; undefined when nothing answers within two seconds. */
export function httpAnswer(
  port: number,
  path: string,
  host = '127.0.0.1',
): Promise<{ status: number; body: string } | undefined> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path, headers: { host }, agent: false, timeout: 2000 },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          body += text;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        response.on('error', () => resolve(undefined));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}
