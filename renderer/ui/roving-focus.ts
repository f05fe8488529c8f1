// Roving tabindex: a list is one stop of the Tab key, and the arrow keys move within it.
import { type KeyboardEvent, useState } from 'react';

const STEPS: Record<'horizontal' | 'vertical', Record<string, number>> = {
  horizontal: { ArrowRight: 1, ArrowLeft: -1 },
  vertical: { ArrowDown: 1, ArrowUp: -1 },
};

/** Returns the index after a key press, from `index` among `count` items; null when the key does not move. */
export function indexAfterKey(
  key: string,
  index: number,
  count: number,
  axis: 'horizontal' | 'vertical',
): number | null {
  if (count === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEPS[axis][key];
  return step === undefined ? null : Math.min(count - 1, Math.max(0, index + step));
}

/**
 * Each item carries its key in `data-item`.
 * @param preferred key of the item that Tab enters first; later it enters the item that had the focus last
 */
export function useRovingFocus(
  keys: readonly string[],
  preferred: string | null,
  axis: 'horizontal' | 'vertical',
) {
  const [last, setLast] = useState<string | null>(null);
  const entry = [last, preferred].find((key) => key !== null && keys.includes(key)) ?? keys[0];

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const index = keys.indexOf(entry ?? '');
    const next = indexAfterKey(event.key, index, keys.length, axis);
    const target = next === null ? undefined : keys[next];
    if (target === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-item="${CSS.escape(target)}"]`)?.focus();
  }
  return {
    onKeyDown,
    itemProps: (key: string) => ({
      'data-item': key,
      tabIndex: key === entry ? 0 : -1,
      onFocus: () => setLast(key),
    }),
  };
}
