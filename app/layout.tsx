import './globals.css';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { requestLocale } from './request-locale';

export const metadata: Metadata = { title: 'Sluice', robots: { index: false } };

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={await requestLocale()}>
      <body>{children}</body>
    </html>
  );
}
