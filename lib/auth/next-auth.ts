// next-auth's functions, wherever this runs: of a CommonJS module Node gives all that it exports, bundlers its default.

import NextAuthModule from 'next-auth';
import CredentialsModule from 'next-auth/providers/credentials';

const defaultOf = <Function>(module: Function): Function =>
  typeof module === 'function' ? module : (module as { default: Function }).default;

export const NextAuth = defaultOf(NextAuthModule);
export const CredentialsProvider = defaultOf(CredentialsModule);
