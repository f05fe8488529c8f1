// The keys on the picture: they place a mark, and move, resize, select or remove one.
import { type Editing, type EditingEvent, selectedMark } from './editing.ts';
import { markInMiddle } from './gesture.ts';
import { moveMark, type Point, resizeMark, type Size } from './marks.ts';

interface Key {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
}

/** Pixels of the picture that an arrow key moves by; with Ctrl it moves by one. */
const STEP = 10;

const DIRECTIONS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * Returns the event of a key; `write` to write a text in the middle; `rewrite` to edit the selected text; null for a key that
 * does nothing here.
 * @param id the id of a new mark
 */
export function eventOfKey(
  { key, shiftKey, ctrlKey }: Key,
  editing: Editing,
  { picture, id }: { picture: Size; id: string },
): EditingEvent | 'write' | 'rewrite' | null {
  const selected = selectedMark(editing);
  const direction = DIRECTIONS[key];
  if (direction !== undefined && selected !== null) {
    const by = { x: direction.x * (ctrlKey ? 1 : STEP), y: direction.y * (ctrlKey ? 1 : STEP) };
    const mark = shiftKey ? resizeMark(selected, by) : moveMark(selected, by, picture);
    return { kind: 'change', mark, run: `${shiftKey ? 'resize' : 'move'} ${mark.id}` };
  }
  switch (key) {
    case 'Enter': {
      const { tool, colour } = editing;
      if (ctrlKey) return null;
      return tool === 'text' ? 'write' : { kind: 'add', mark: markInMiddle(tool, picture, { id, colour }) };
    }
    case 'Delete':
    case 'Backspace':
      return selected && { kind: 'remove', id: selected.id };
    case 'PageDown':
      return { kind: 'select-next', step: 1 };
    case 'PageUp':
      return { kind: 'select-next', step: -1 };
    case 'Escape':
      return selected && { kind: 'select', id: null };
    case 'F2':
      return selected?.kind === 'text' ? 'rewrite' : null;
    default:
      return null;
  }
}
