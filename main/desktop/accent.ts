// The accent colour that the user gave Windows.
import type { SystemPreferences } from 'electron';

/** #rrggbb as it is at each call, null elsewhere than on Windows; `onChange` is told when it is another. */
export function watchAccent(
  systemPreferences: Pick<SystemPreferences, 'getAccentColor' | 'on'>,
  platform: NodeJS.Platform,
  onChange: () => void,
): () => string | null {
  if (platform !== 'win32') return () => null;
  systemPreferences.on('accent-color-changed', onChange);
  return () => {
    // RRGGBBAA
    const [rgb] = /^[0-9a-f]{6}/i.exec(systemPreferences.getAccentColor()) ?? [];
    return rgb === undefined ? null : `#${rgb}`;
  };
}
