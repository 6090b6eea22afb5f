'use client';

import { useEffect, useState } from 'react';
import en from '@/messages/en/error.json';
import ko from '@/messages/ko/error.json';

/** What is left of a page that failed. It is drawn in the browser alone: the language is the document’s. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const [words, setWords] = useState(en);
  useEffect(() => setWords(document.documentElement.lang === 'ko' ? ko : en), []);
  useEffect(() => {
    document.title = `${words.title} · Sluice`;
  }, [words]);
  return (
    <main className="mx-auto max-w-3xl px-5 py-16 sm:px-8">
      <h1 className="font-bold text-3xl tracking-tight">{words.title}</h1>
      <p className="mt-4 text-lg text-muted">{words.lead}</p>
      {error.digest && (
        <p className="mt-4 text-muted">
          {words.code} <code className="select-all font-mono text-ink">{error.digest}</code>
        </p>
      )}
      <button
        type="button"
        onClick={reset}
        className="mt-7 min-h-12 cursor-pointer rounded-control bg-water px-5 font-semibold text-on-water hover:bg-water-strong"
      >
        {words.retry}
      </button>
    </main>
  );
}
