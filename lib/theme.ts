// Light, dark, or what the system says.

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const THEME_COOKIE = 'sluice_theme';

/** The theme that a browser's cookie names; the system's where it names none. */
export function themeFrom(cookieValue: string | undefined): Theme {
  return themes.find((theme) => theme === cookieValue) ?? 'system';
}
