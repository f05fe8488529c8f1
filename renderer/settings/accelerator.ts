// Keys as they are pressed, written as Electron names them, such as `Ctrl+Shift+F11`.

/** What of a key event names the keys that are down. */
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

/** The modifiers that are down, in the order they are written. */
export function modifiersOf({ ctrlKey, altKey, shiftKey, metaKey }: PressedKey): string[] {
  return [
    ...(ctrlKey ? ['Ctrl'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey ? ['Shift'] : []),
    ...(metaKey ? ['Super'] : []),
  ];
}

/** The key itself: a letter is the one that the layout has there, all else goes by its place. */
function keyOf({ key, code }: PressedKey): string | null {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (/^F\d{1,2}$/.test(code)) return code;
  const [, letter, digit, pad] = /^(?:Key([A-Z])|Digit(\d)|Numpad(\d))$/.exec(code) ?? [];
  if (pad !== undefined) return `num${pad}`;
  return letter ?? digit ?? NAMED[code] ?? null;
}

/** The whole accelerator; null while only modifiers are down, or a key that has no name. */
export function acceleratorOf(pressed: PressedKey): string | null {
  const key = keyOf(pressed);
  return key === null ? null : [...modifiersOf(pressed), key].join('+');
}
