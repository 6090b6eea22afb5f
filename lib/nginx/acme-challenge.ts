// What an ACME client has to have answered to get a certificate (RFC 8555 8.3), in plain HTTP. Pure, as render.ts is.

import type { NginxModel } from './model';
import { quote } from './quote';
import { block, lines } from './text';

/** Single files whose names are tokens, from the folder that the client is given as webroot; nothing else below the path. */
export const acmeChallenge = ({ paths }: Pick<NginxModel, 'paths'>): string =>
  block(
    'location ^~ /.well-known/acme-challenge/',
    block(
      'location ~ "^/\\.well-known/acme-challenge/[A-Za-z0-9_-]+$"',
      lines(
        `root ${quote(paths.acme)};`,
        'disable_symlinks on from=$document_root;',
        'default_type text/plain;',
        'try_files $uri =404;',
      ),
    ),
    'return 404;',
  );
