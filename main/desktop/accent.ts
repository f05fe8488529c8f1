// The user's Windows accent colour.
import type { SystemPreferences } from 'electron';

/** Returns #rrggbb at each call, null outside Windows. Calls `onChange` when the colour changes. */
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
