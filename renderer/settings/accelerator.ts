// Converts key presses to Electron's accelerators, such as `Ctrl+Shift+F11`.

/** The part of a key event that says which keys are down. */
export type PressedKey = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

const NAMED: Record<string, string> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Enter: 'Return',
  Space: 'Space',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  PrintScreen: 'PrintScreen',
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadMultiply: 'nummult',
  NumpadDivide: 'numdiv',
  NumpadDecimal: 'numdec',
};

/** Returns the modifiers that are down, in the order in which they are written. */
export function modifiersOf({ ctrlKey, altKey, shiftKey, metaKey }: PressedKey): string[] {
  return [
    ...(ctrlKey ? ['Ctrl'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey ? ['Shift'] : []),
    ...(metaKey ? ['Super'] : []),
  ];
}

/** Returns the name of the key without modifiers: letters by the keyboard layout, other keys by their position. */
function keyOf({ key, code }: PressedKey): string | null {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (/^F\d{1,2}$/.test(code)) return code;
  const [, letter, digit, pad] = /^(?:Key([A-Z])|Digit(\d)|Numpad(\d))$/.exec(code) ?? [];
  if (pad !== undefined) return `num${pad}`;
  return letter ?? digit ?? NAMED[code] ?? null;
}

/** Returns the accelerator, or null while only modifiers are down, or for a key without a name. */
export function acceleratorOf(pressed: PressedKey): string | null {
  const key = keyOf(pressed);
  return key === null ? null : [...modifiersOf(pressed), key].join('+');
}
