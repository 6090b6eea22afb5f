'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { THEME_COOKIE, type Theme } from '@/lib/theme';
import { ChoiceBar } from './choice-bar';
import { setCookie } from './set-cookie';

/** Light, dark or the system's choice: at once here, and from the server with the next page. */
export function ThemeChoice({ theme: rendered }: { theme: Theme }) {
  const t = useTranslations('ui.theme');
  const [theme, setTheme] = useState(rendered);
  const choose = (next: Theme) => {
    setTheme(next);
    setCookie(THEME_COOKIE, next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    document
      .querySelector('meta[name="color-scheme"]')
      ?.setAttribute('content', next === 'system' ? 'light dark' : next);
  };
  return (
    <ChoiceBar
      label={t('label')}
      value={theme}
      onChange={choose}
      options={[
        { value: 'system', label: t('system'), icon: Monitor },
        { value: 'light', label: t('light'), icon: Sun },
        { value: 'dark', label: t('dark'), icon: Moon },
      ]}
    />
  );
}
