// The key that opens the form: the first of a list that no other program has taken.
import type { GlobalShortcut } from 'electron';

/** F12 alone belongs to debuggers on Windows. */
const CANDIDATES = [
  'Ctrl+F12',
  'Ctrl+Shift+F12',
  'Ctrl+Alt+F12',
  'Ctrl+F11',
  'Ctrl+Shift+F11',
  'Ctrl+Alt+F11',
];

/** The key in force, null when every candidate was taken. */
export function registerHotkey(
  shortcuts: Pick<GlobalShortcut, 'register'>,
  onPress: () => void,
): string | null {
  return CANDIDATES.find((key) => shortcuts.register(key, onPress)) ?? null;
}
