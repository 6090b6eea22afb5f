import { CircleAlert, Crosshair } from 'lucide-react';
import Link from 'next/link';
import { Button, LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { Administrator } from '@/lib/auth/administrator';
import { translator } from '@/lib/i18n';
import { type AddressProblem, formatAddress } from '@/lib/routing/address';
import { parseRange } from '@/lib/routing/range';

type Question = { address: string; at: string; app: string };

type TestFormProps = {
  question: Question;
  apps: readonly { slug: string; name: string }[];
  by: Administrator;
  problem: AddressProblem | null;
  badMoment: boolean;
};

/** A plain form: its address is the question, to be kept and sent to a colleague. */
export function TestForm({ question, apps, by, problem, badMoment }: TestFormProps) {
  const t = translator(by.locale, 'tester');
  const href = (address: string) => {
    const filled = Object.entries({ ...question, address }).filter(([, value]) => value !== '');
    return `/admin/test?${new URLSearchParams(filled)}`;
  };
  const suggestion = problem && suggestedAddress(problem.text);
  return (
    <Card>
      <form
        action="/admin/test"
        method="get"
        className="grid gap-4 lg:grid-cols-[2fr_1fr_1fr_auto] lg:items-start"
      >
        <div className="grid gap-1.5">
          <label htmlFor="address" className="font-medium text-sm">
            {t('address')}
          </label>
          <Input
            key={question.address}
            id="address"
            name="address"
            defaultValue={question.address}
            placeholder="10.1.2.7"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            autoFocus={question.address === ''}
            required
            invalid={problem !== null}
            aria-describedby={problem ? 'address-problem' : undefined}
            className="font-mono"
          />
          {problem && (
            <div id="address-problem" role="alert" className="grid gap-1.5 font-medium text-sm text-stop">
              <p className="flex gap-1.5">
                <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
                {translator(by.locale, 'address')(problem.code, { text: problem.text.slice(0, 80) })}
              </p>
              {suggestion && (
                <p className="flex flex-wrap items-center gap-2 text-ink">
                  {t('meant')}
                  <LinkButton size="sm" href={href(suggestion)} className="font-mono">
                    {suggestion}
                  </LinkButton>
                </p>
              )}
            </div>
          )}
          {by.address && by.address !== question.address && (
            <Link
              href={href(by.address)}
              prefetch={false}
              className="inline-flex min-h-8 items-center gap-1.5 justify-self-start text-sm text-water hover:underline pointer-coarse:min-h-11"
            >
              <Crosshair className="size-4" aria-hidden="true" />
              {t('useMine', { address: by.address })}
            </Link>
          )}
        </div>
        <div className="grid gap-1.5">
          <label htmlFor="app" className="font-medium text-sm">
            {t('app')}
          </label>
          <Select
            key={question.app}
            id="app"
            name="app"
            defaultValue={question.app}
            options={[
              { value: '', label: t('anyApp') },
              ...apps.map(({ slug, name }) => ({ value: slug, label: name })),
            ]}
          />
        </div>
        <div className="grid gap-1.5">
          <label htmlFor="at" className="font-medium text-sm">
            {t('at')}
          </label>
          <Input
            key={question.at}
            id="at"
            name="at"
            type="datetime-local"
            max="9999-12-31T23:59"
            defaultValue={question.at}
            aria-describedby="at-hint"
          />
          <p id="at-hint" className={`text-xs ${badMoment ? 'font-medium text-stop' : 'text-muted'}`}>
            {badMoment ? t('badMoment') : t('atHint', { timeZone: by.timeZone.replaceAll('_', ' ') })}
          </p>
        </div>
        <Button type="submit" variant="primary" className="lg:mt-6.5">
          {t('test')}
        </Button>
      </form>
    </Card>
  );
}

/** The address that a block or an address with spaces around it plainly stands for. */
function suggestedAddress(text: string): string | null {
  const trimmed = parseRange(text.trim());
  if (trimmed.ok) return formatAddress(trimmed.range.first);
  return trimmed.problem.suggestions.find((suggestion) => !suggestion.includes('/')) ?? null;
}
