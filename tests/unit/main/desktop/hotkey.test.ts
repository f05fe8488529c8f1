// The hotkey that opens the form, when other programs hold some keys.
import { describe, expect, it } from 'vitest';
import { createHotkey } from '../../../../main/desktop/hotkey.ts';

/** The global shortcuts of the system: each can be registered once, unknown keys throw. */
function keyboard(...taken: string[]) {
  const registered = new Set<string>();
  return {
    registered,
    taken: new Set(taken),
    register(key: string) {
      if (/Foo/.test(key)) throw new TypeError('conversion failure');
      if (this.taken.has(key) || registered.has(key)) return false;
      registered.add(key);
      return true;
    },
    unregister: (key: string) => void registered.delete(key),
  };
}

function hotkeyOn(keys: ReturnType<typeof keyboard>) {
  return createHotkey(keys, () => {});
}

describe('the registered hotkey', () => {
  it('is the first of the list that no other program holds', () => {
    const keys = keyboard('Ctrl+F12', 'Ctrl+Shift+F12');
    const hotkey = hotkeyOn(keys);
    expect(hotkey.inForce()).toBeNull();
    hotkey.use(null);
    expect(hotkey.inForce()).toBe('Ctrl+Alt+F12');
    expect([...keys.registered]).toEqual(['Ctrl+Alt+F12']);
  });

  it('is the chosen one when free, and the former one is released', () => {
    const keys = keyboard();
    const hotkey = hotkeyOn(keys);
    hotkey.use(null);
    hotkey.use('Ctrl+Alt+H');
    expect(hotkey.inForce()).toBe('Ctrl+Alt+H');
    expect([...keys.registered]).toEqual(['Ctrl+Alt+H']);
    hotkey.use(null);
    expect([...keys.registered]).toEqual(['Ctrl+F12']);
  });

  it.each(['Ctrl+Alt+H', 'Ctrl+Foo', 'H', ''])(
    'is one of the list when %s cannot be registered',
    (chosen) => {
      const hotkey = hotkeyOn(keyboard('Ctrl+Alt+H'));
      hotkey.use(chosen);
      expect(hotkey.inForce()).toBe('Ctrl+F12');
    },
  );

  it('is null when other programs hold all keys', () => {
    const hotkey = createHotkey({ register: () => false, unregister() {} }, () => {});
    hotkey.use('Ctrl+Alt+H');
    expect(hotkey.inForce()).toBeNull();
  });
});

describe('trying a key', () => {
  it.each([
    ['Ctrl+Alt+H', 'free'],
    ['F9', 'free'],
    ['Ctrl+Shift+F12', 'taken'],
    ['Ctrl+F12', 'yours'],
    ['Shift+Ctrl+f11', 'free'],
    ['F12', 'unusable'],
    ['Escape', 'unusable'],
    ['Ctrl+Esc', 'unusable'],
    ['H', 'unusable'],
    ['Shift+H', 'unusable'],
    ['Home', 'unusable'],
    ['Alt+F4', 'unusable'],
    ['Ctrl+Foo', 'unusable'],
    ['Ctrl+Alt+', 'unusable'],
    ['', 'unusable'],
  ])('%s is %s', (accelerator, verdict) => {
    const keys = keyboard('Ctrl+Shift+F12');
    const hotkey = hotkeyOn(keys);
    hotkey.use(null);
    expect(hotkey.try(accelerator)).toBe(verdict);
    expect([...keys.registered]).toEqual(['Ctrl+F12']);
  });

  it('recognises the own key in any order of its parts', () => {
    const hotkey = hotkeyOn(keyboard());
    hotkey.use('Ctrl+Shift+F11');
    expect(hotkey.try('Shift+Ctrl+F11')).toBe('yours');
  });
});
