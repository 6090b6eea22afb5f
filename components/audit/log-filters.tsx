'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useId, useRef, useState, useTransition } from 'react';
import { useTimeZone, useTranslations } from 'use-intl/react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { queryText } from '@/lib/audit/log-href';
import { instantToWall, wallToInstant } from '@/lib/zoned-time';

type Option = { value: string; label: string };

export type LogField =
  | { kind: 'text'; name: string; label: string; placeholder?: string; problem?: string; wide?: boolean }
  | { kind: 'choice'; name: string; label: string; options: readonly Option[] };

export type LogFiltersProps = {
  path: string;
  /** What the URL says now. */
  params: Readonly<Record<string, string | undefined>>;
  fields: readonly LogField[];
  /** At the end of the bar. */
  children?: ReactNode;
};

/** The filters of a log. All they know is in the URL; a change leads to the newest entries that match. */
export function LogFilters({ path, params, fields, children }: LogFiltersProps) {
  const t = useTranslations('visits');
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const go = (change: Record<string, string | undefined>, how: 'push' | 'replace' = 'push') =>
    startTransition(() => router[how](path + queryText({ ...params, ...change }), { scroll: false }));
  const isSet = Object.values(params).some(Boolean);
  return (
    <search aria-label={t('filters')} aria-busy={pending} className="mb-4 grid gap-3">
      <div className="grid grid-cols-2 items-end gap-x-3 gap-y-2.5 sm:grid-cols-3 lg:flex lg:flex-wrap">
        <PeriodField params={params} go={go} />
        {fields.map((field) =>
          field.kind === 'text' ? (
            <TextFilter key={field.name} {...field} value={params[field.name] ?? ''} go={go} />
          ) : (
            <Labelled key={field.name} label={field.label}>
              {(id) => (
                <Select
                  id={id}
                  value={params[field.name] ?? ''}
                  options={[{ value: '', label: t('any') }, ...field.options]}
                  onChange={(event) => go({ [field.name]: event.target.value })}
                  className="lg:min-w-36 lg:max-w-56"
                />
              )}
            </Labelled>
          ),
        )}
        {isSet && (
          <Button variant="quiet" onClick={() => startTransition(() => router.push(path))}>
            {t('clearFilters')}
          </Button>
        )}
      </div>
      {children}
    </search>
  );
}

type Go = (change: Record<string, string | undefined>, how?: 'push' | 'replace') => void;

function Labelled({
  label,
  wide,
  children,
}: {
  label: string;
  wide?: boolean;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className={`min-w-0 ${wide ? 'max-sm:col-span-2' : ''}`}>
      <label htmlFor={id} className="mb-1 block font-medium text-muted text-xs">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

/** How long to wait for more to be typed, in ms. */
const TYPING = 500;

function TextFilter({
  name,
  label,
  placeholder,
  problem,
  wide,
  value,
  go,
}: Extract<LogField, { kind: 'text' }> & { value: string; go: Go }) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const problemId = useId();
  // The URL changed by itself: back, or the filters cleared.
  if (value !== known) {
    setKnown(value);
    setText(value);
  }
  const send = (next: string) => {
    clearTimeout(timer.current);
    if (next.trim() === value) return;
    setKnown(next.trim());
    go({ [name]: next.trim() || undefined }, value === '' ? 'push' : 'replace');
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <Labelled label={label} wide={wide}>
      {(id) => (
        <>
          <Input
            id={id}
            type="search"
            value={text}
            placeholder={placeholder}
            autoComplete="off"
            spellCheck={false}
            invalid={problem !== undefined}
            aria-describedby={problem ? problemId : undefined}
            className={wide ? 'lg:w-56' : 'lg:w-44'}
            onChange={(event) => {
              const next = event.target.value;
              setText(next);
              clearTimeout(timer.current);
              timer.current = setTimeout(() => send(next), TYPING);
            }}
            onKeyDown={(event) => event.key === 'Enter' && send(text)}
            onBlur={() => send(text)}
          />
          {problem && (
            <p id={problemId} role="alert" className="mt-1 max-w-80 text-sm text-stop">
              {problem}
            </p>
          )}
        </>
      )}
    </Labelled>
  );
}

function PeriodField({ params, go }: { params: LogFiltersProps['params']; go: Go }) {
  const t = useTranslations('visits');
  const timeZone = useTimeZone() ?? 'UTC';
  const isCustom = !params.last && Boolean(params.from || params.until);
  const [opened, setOpened] = useState(false);
  const custom = isCustom || (opened && !params.last);
  const choose = (value: string) => {
    setOpened(value === 'custom');
    if (value === 'custom') {
      const hourAgo = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString();
      go({ last: undefined, from: hourAgo });
    } else go({ last: value || undefined, from: undefined, until: undefined });
  };
  return (
    <>
      <Labelled label={t('time')}>
        {(id) => (
          <Select
            id={id}
            value={custom ? 'custom' : (params.last ?? '')}
            options={[
              { value: '', label: t('periods.all') },
              ...(['hour', 'today', 'week', 'month', 'custom'] as const).map((value) => ({
                value,
                label: t(`periods.${value}`),
              })),
            ]}
            onChange={(event) => choose(event.target.value)}
            className="lg:min-w-36"
          />
        )}
      </Labelled>
      {custom &&
        (['from', 'until'] as const).map((name) => (
          <Labelled key={name} label={t(name)} wide>
            {(id) => (
              <Input
                // Anew where the URL says something else.
                key={params[name] ?? ''}
                id={id}
                type="datetime-local"
                max="9999-12-31T23:59"
                defaultValue={wallText(params[name], timeZone)}
                onBlur={(event) => {
                  const instant = instantOf(event.target.value, timeZone);
                  if (instant !== params[name]) go({ last: undefined, [name]: instant });
                }}
                onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
                className="lg:w-52"
              />
            )}
          </Labelled>
        ))}
    </>
  );
}

function wallText(instant: string | undefined, timeZone: string): string {
  const wall = instant ? instantToWall(instant, timeZone) : null;
  return wall ? `${wall.date}T${wall.time}` : '';
}

function instantOf(text: string, timeZone: string): string | undefined {
  const [date = '', time = ''] = text.split('T');
  return wallToInstant({ date, time }, timeZone) ?? undefined;
}
