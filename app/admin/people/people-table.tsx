'use client';

import { useTranslations } from 'use-intl/react';
import { Moment } from '@/components/moment';
import { Badge } from '@/components/ui/badge';
import type { Person } from '@/lib/auth/queries';
import { PersonMenu } from './person-menu';
import { RoleSelect } from './role-select';

/** Everybody with a role; on a phone each is a card. */
export function PeopleTable({ people, ownId }: { people: readonly Person[]; ownId: number }) {
  const t = useTranslations('people');
  return (
    <div className="overflow-hidden rounded-panel border border-line bg-surface shadow-card">
      <table className="block w-full text-sm sm:table">
        <thead className="sr-only border-line border-b text-left text-muted sm:not-sr-only sm:table-header-group">
          <tr>
            {(['person', 'role', 'state', 'lastSeen'] as const).map((column) => (
              <th key={column} scope="col" className="px-5 py-2.5 font-medium">
                {t(column)}
              </th>
            ))}
            <th scope="col" className="w-12">
              <span className="sr-only">{t('menu', { name: '' })}</span>
            </th>
          </tr>
        </thead>
        <tbody className="block divide-y divide-line sm:table-row-group">
          {people.map((person) => (
            <tr
              key={person.userId}
              className="relative grid gap-2.5 px-4 py-4 sm:table-row sm:px-0 [&>td]:sm:px-5 [&>td]:sm:py-3"
            >
              <td className="pr-12 sm:pr-5">
                <span className="flex flex-wrap items-center gap-2 font-medium">
                  <bdi>{person.name}</bdi>
                  {person.userId === ownId && <Badge tone="water">{t('you')}</Badge>}
                </span>
                <span className="text-muted">{person.email}</span>
              </td>
              <td>
                <RoleSelect person={person} isSelf={person.userId === ownId} />
              </td>
              <td>
                <State person={person} />
              </td>
              <td className="text-muted">
                <span className="sm:hidden">{t('lastSeen')}: </span>
                {person.lastSeenAt ? <Moment at={person.lastSeenAt} relative /> : t('neverSeen')}
              </td>
              <td className="absolute top-3 right-3 sm:static sm:text-right">
                <PersonMenu person={person} isSelf={person.userId === ownId} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function State({ person: { enabled, hasPassword, linkUntil, sessions } }: { person: Person }) {
  const t = useTranslations('people');
  if (!enabled) return <Badge tone="stop">{t('disabled')}</Badge>;
  return (
    <span className="flex flex-col items-start gap-1">
      {hasPassword ? (
        <Badge tone={sessions > 0 ? 'good' : 'neutral'}>{t('active', { count: sessions })}</Badge>
      ) : (
        <Badge tone="warn">{t('noPassword')}</Badge>
      )}
      {linkUntil && (
        <span className="text-muted text-xs">
          {t.rich('linkUntil', { when: () => <Moment key="when" at={linkUntil} /> })}
        </span>
      )}
      {!hasPassword && !linkUntil && <span className="text-muted text-xs">{t('linkOver')}</span>}
    </span>
  );
}
