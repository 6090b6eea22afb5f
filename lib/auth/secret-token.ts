// Secrets that are handed out once, in a cookie or a link. The database keeps their hash: a copy of it lets nobody in.

import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, in 43 characters that may stand in a URL and a cookie. */
export const newToken = () => randomBytes(32).toString('base64url');

/** SHA-256, in hexadecimal. A plain hash is enough: nobody guesses 256 bits. */
export const tokenHash = (token: string) => createHash('sha256').update(token).digest('hex');
