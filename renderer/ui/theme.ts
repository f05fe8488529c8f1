// The themes of the windows: Fluent's light and dark themes with the system's font and accent colour.
import { createDarkTheme, createLightTheme, type Theme } from '@fluentui/react-components';
import { brandOf } from './accent.ts';

const fontFamilyBase = '"Segoe UI Variable Text", "Segoe UI", system-ui, sans-serif';

const NO_MOTION: Partial<Theme> = {
  durationUltraFast: '0ms',
  durationFaster: '0ms',
  durationFast: '0ms',
  durationNormal: '0ms',
  durationGentle: '0ms',
  durationSlow: '0ms',
  durationSlower: '0ms',
  durationUltraSlow: '0ms',
};

/**
 * @param accent the accent colour as #rrggbb; null for a system that has none
 * @param still no animations, for a person who turned them off in the system
 */
export function themeOf(accent: string | null, { dark, still }: { dark: boolean; still: boolean }): Theme {
  const brand = brandOf(accent);
  const theme = dark ? createDarkTheme(brand) : createLightTheme(brand);
  return { ...theme, fontFamilyBase, ...(still ? NO_MOTION : {}) };
}
