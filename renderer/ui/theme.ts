// The look of the windows: Fluent's light and dark themes in the system's own font and accent.
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
 * `accent` is written #rrggbb; null is the look of a system that has none.
 * `still` is for a person who asked the system for no animations.
 */
export function themeOf(accent: string | null, { dark, still }: { dark: boolean; still: boolean }): Theme {
  const brand = brandOf(accent);
  const theme = dark ? createDarkTheme(brand) : createLightTheme(brand);
  return { ...theme, fontFamilyBase, ...(still ? NO_MOTION : {}) };
}
