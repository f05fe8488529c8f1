// The global hotkey that opens the form: the preferred one if free, else the first free candidate.
import type { GlobalShortcut } from 'electron';
import { Accelerator, type HotkeyVerdict } from '../../contract/ipc.ts';

/** F12 alone belongs to debuggers on Windows. */
const CANDIDATES = [
  'Ctrl+F12',
  'Ctrl+Shift+F12',
  'Ctrl+Alt+F12',
  'Ctrl+F11',
  'Ctrl+Shift+F11',
  'Ctrl+Alt+F11',
];

/** Reserved by Windows and its programs. */
const NEVER = new Set(['F12', 'Alt+F4']);

export interface Hotkey {
  /** Registers `preferred`, or the first free candidate when it is null or taken. Unregisters the previous hotkey. */
  use(preferred: string | null): void;
  /** Null when every candidate was taken, and before the first `use`. */
  inForce(): string | null;
  /** Checks whether it could be used; the current hotkey stays. */
  try(accelerator: string): HotkeyVerdict;
}

type Shortcuts = Pick<GlobalShortcut, 'register' | 'unregister'>;

/** Called at each press, whichever program has the focus. */
export type OnPress = () => void;

/** Registers nothing before `use`. */
export function createHotkey(shortcuts: Shortcuts, onPress: OnPress): Hotkey {
  let current: string | null = null;

  function take(key: string): Exclude<HotkeyVerdict, 'yours'> {
    try {
      return shortcuts.register(key, onPress) ? 'free' : 'taken';
    } catch {
      // Electron throws for a key it does not know.
      return 'unusable';
    }
  }

  return {
    use(preferred) {
      const keys = preferred !== null && isUsable(preferred) ? [preferred, ...CANDIDATES] : CANDIDATES;
      if (current !== null && current === keys[0]) return;
      if (current !== null) shortcuts.unregister(current);
      current = keys.find((key) => take(key) === 'free') ?? null;
    },
    inForce: () => current,
    try(accelerator) {
      if (!isUsable(accelerator)) return 'unusable';
      if (current !== null && inOrder(accelerator) === inOrder(current)) return 'yours';
      const verdict = take(accelerator);
      if (verdict === 'free') shortcuts.unregister(accelerator);
      return verdict;
    },
  };
}

/** A function key may be used alone; any other needs a modifier besides Shift, or typing would open the form. */
function isUsable(accelerator: string): boolean {
  if (!Accelerator.safeParse(accelerator).success) return false;
  const { modifiers, key } = partsOf(accelerator);
  if (/^esc(ape)?$/i.test(key) || NEVER.has(inOrder(accelerator))) return false;
  return /^F([1-9]|1\d|2[0-4])$/i.test(key) || modifiers.some((modifier) => modifier !== 'Shift');
}

function partsOf(accelerator: string): { modifiers: string[]; key: string } {
  const modifiers = accelerator.split('+');
  const key = modifiers.pop() ?? '';
  return { modifiers, key };
}

/** Normalises: `Shift+Ctrl+f11` and `Ctrl+Shift+F11` are one key. */
function inOrder(accelerator: string): string {
  const { modifiers, key } = partsOf(accelerator);
  return [...new Set(modifiers)].sort().concat(key.toUpperCase()).join('+');
}
