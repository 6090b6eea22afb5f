// Rules for logrotate, which rotates Nginx's logs where the system has it. Pure.

export type LogrotateModel = {
  /** The files, absolute. */
  logs: readonly string[];
  pidFile: string;
  /** Whose the folder is; logrotate writes there as this account. */
  owner: { user: string; group: string };
  /** How many days are kept. */
  days: number;
  /** Nginx's workers cannot come to the folder: the files are copied and emptied instead of made anew. */
  byCopy: boolean;
};

/**
 * The text of a file for /etc/logrotate.d. Throws where a path has a character that logrotate has no way to write.
 *
 * @example renderLogrotate({ logs: ['/srv/nginx/access.log'], pidFile: '/srv/nginx.pid', owner, days: 14, byCopy: false })
 */
export function renderLogrotate({ logs, pidFile, owner, days, byCopy }: LogrotateModel): string {
  const reopen = [
    '    # Nginx makes the new files itself, as its workers need them.',
    '    nocreate',
    '    sharedscripts',
    '    postrotate',
    `        if [ -s ${quote(pidFile)} ]; then kill -USR1 "$(cat ${quote(pidFile)})"; fi`,
    '    endscript',
  ];
  const copy = [
    '    # The folder is closed to Nginx’s workers, so they cannot open files anew.',
    '    copytruncate',
  ];
  return [
    '# Written by `sluice logrotate render`. The keeper finds what it has not read yet in the file before, unpacked.',
    ...logs.map(quote),
    '{',
    `    su ${owner.user} ${owner.group}`,
    '    daily',
    '    maxsize 100M',
    `    rotate ${days}`,
    '    missingok',
    '    notifempty',
    '    compress',
    '    delaycompress',
    ...(byCopy ? copy : reopen),
    '}',
    '',
  ].join('\n');
}

/** For logrotate and the shell alike. */
function quote(path: string): string {
  if (/["'\\$`*?[\]\n\r]/.test(path)) throw new RangeError(`no path that logrotate can be given: ${path}`);
  return `"${path}"`;
}
