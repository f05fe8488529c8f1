// Marks on a picture: geometry, changes, undo; and that redaction leaves no original pixel.
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { burn } from '../../../../renderer/markup/burn.ts';
import { eventOfKey } from '../../../../renderer/markup/canvas-keys.ts';
import {
  type Editing,
  type EditingEvent,
  nextEditing,
  selectedMark,
  startEditing,
} from '../../../../renderer/markup/editing.ts';
import { beginGesture, continueGesture, endGesture } from '../../../../renderer/markup/gesture.ts';
import {
  boundsOf,
  dragHandle,
  handlesOf,
  isOnMark,
  lineWidth,
  type Mark,
  markAt,
  moveMark,
  type Point,
  redactedPixels,
  resizeMark,
  type Tool,
} from '../../../../renderer/markup/marks.ts';

const picture = { width: 1920, height: 1080 };
const box = (id: string, from: Point, to: Point): Mark => ({ id, kind: 'box', colour: 'red', from, to });
const redaction = (id: string, from: Point, to: Point): Mark => ({ id, kind: 'redact', from, to });
const at = (x: number, y: number): Point => ({ x, y });

function edited(state: Editing, ...events: EditingEvent[]): Editing {
  return events.reduce(nextEditing, state);
}

describe('a mark', () => {
  test('covers the same area in whichever direction it was drawn', () => {
    expect(boundsOf(box('a', at(300, 200), at(100, 50)))).toEqual({ x: 100, y: 50, width: 200, height: 150 });
  });

  test('has the same apparent line width on large and small pictures', () => {
    expect(lineWidth(picture)).toBe(6);
    expect(lineWidth({ width: 7680, height: 2160 })).toBe(24);
    expect(lineWidth({ width: 30, height: 20 })).toBe(2);
  });

  test('is moved as a whole, within the picture', () => {
    const moved = moveMark(box('a', at(100, 100), at(200, 200)), at(10, -20), picture);
    expect(boundsOf(moved)).toEqual({ x: 110, y: 80, width: 100, height: 100 });
    const pushed = moveMark(moved, at(5000, -5000), picture);
    expect(boundsOf(pushed)).toEqual({ x: 1870, y: -50, width: 100, height: 100 });
  });

  test('is resized by its end: a drawing is stretched, a text gets larger', () => {
    expect(boundsOf(resizeMark(box('a', at(0, 0), at(50, 50)), at(10, -10)))).toMatchObject({
      width: 60,
      height: 40,
    });
    const pen: Mark = { id: 'p', kind: 'pen', colour: 'red', points: [at(10, 10), at(30, 20), at(50, 30)] };
    expect(resizeMark(pen, at(40, 20))).toMatchObject({ points: [at(10, 10), at(50, 30), at(90, 50)] });
    const text: Mark = {
      id: 't',
      kind: 'text',
      colour: 'red',
      at: at(0, 0),
      text: 'x',
      size: 20,
      advance: 3,
    };
    expect(boundsOf(resizeMark(text, at(10, 0)))).toMatchObject({ width: 90, height: 30 });
  });

  test('dragged at a corner keeps the opposite corner, and an arrow keeps its direction', () => {
    const mark = box('a', at(10, 10), at(110, 60));
    for (const [index, handle] of handlesOf(mark).entries()) {
      const pulled = dragHandle(mark, index, at(200, 200));
      const opposite = at(handle.x === 10 ? 110 : 10, handle.y === 10 ? 60 : 10);
      expect(pulled).toMatchObject({ from: opposite, to: at(200, 200) });
    }
    const arrow: Mark = { id: 'b', kind: 'arrow', colour: 'red', from: at(0, 0), to: at(50, 50) };
    expect(dragHandle(arrow, 0, at(5, 9))).toMatchObject({ from: at(5, 9), to: at(50, 50) });
    expect(dragHandle(arrow, 1, at(5, 9))).toMatchObject({ from: at(0, 0), to: at(5, 9) });
  });

  test('is hit on its line, a redaction on its whole area and before marks under it', () => {
    const framed = box('a', at(100, 100), at(300, 300));
    expect(isOnMark(framed, at(100, 200), 4)).toBe(true);
    expect(isOnMark(framed, at(200, 200), 4)).toBe(false);
    expect(isOnMark(redaction('b', at(300, 300), at(100, 100)), at(200, 200), 4)).toBe(true);
    const hidden = [redaction('under', at(50, 50), at(150, 150)), framed];
    expect(markAt(hidden, at(100, 120), 4)?.id).toBe('under');
    expect(markAt(hidden, at(300, 200), 4)?.id).toBe('a');
    expect(markAt(hidden, at(900, 900), 4)).toBeNull();
  });
});

describe('a redaction', () => {
  test('covers every pixel it touches, in whole pixels', () => {
    const touched = redactedPixels({ from: at(10.9, 5.2), to: at(3.1, 8.01) }, picture);
    expect(touched).toEqual({ x: 3, y: 5, width: 8, height: 4 });
  });

  test('is clipped to the picture, and empty outside it', () => {
    expect(redactedPixels({ from: at(-40, -40), to: at(5000, 10) }, picture)).toEqual({
      x: 0,
      y: 0,
      width: 1920,
      height: 10,
    });
    expect(redactedPixels({ from: at(-40, -40), to: at(-1, 10) }, picture)).toBeNull();
  });

  test('overwrites every pixel it covers, and no other', () => {
    const [width, height] = [64, 48];
    const data = new Uint8ClampedArray(randomBytes(width * height * 4));
    const before = data.slice();
    const areas = [
      { x: 5, y: 7, width: 20, height: 9 },
      { x: 60, y: 40, width: 4, height: 8 },
    ];
    burn({ data, width, height }, areas);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const isIn = areas.some(
          (area) => x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height,
        );
        const start = (y * width + x) * 4;
        const expected = isIn ? [0, 0, 0, 255] : [...before.subarray(start, start + 4)];
        expect([...data.subarray(start, start + 4)]).toEqual(expected);
      }
    }
  });
});

describe('the editor', () => {
  const first = box('a', at(0, 0), at(50, 50));
  const second = redaction('b', at(100, 100), at(200, 200));

  test('undoes and redoes changes one by one', () => {
    const drawn = edited(startEditing('box'), { kind: 'add', mark: first }, { kind: 'add', mark: second });
    const once = edited(drawn, { kind: 'undo' });
    expect(once.marks).toEqual([first]);
    const twice = edited(once, { kind: 'undo' }, { kind: 'undo' });
    expect(twice.marks).toEqual([]);
    expect(edited(twice, { kind: 'redo' }, { kind: 'redo' }, { kind: 'redo' }).marks).toEqual([
      first,
      second,
    ]);
  });

  test('drops undone changes after a new one', () => {
    const drawn = edited(
      startEditing('box'),
      { kind: 'add', mark: first },
      { kind: 'undo' },
      { kind: 'add', mark: second },
      { kind: 'redo' },
    );
    expect(drawn.marks).toEqual([second]);
  });

  test('undoes a series of key presses at once, and a later series separately', () => {
    const moved = (x: number): EditingEvent => ({
      kind: 'change',
      mark: box('a', at(x, 0), at(50 + x, 50)),
      run: 'move a',
    });
    const state = edited(
      startEditing('box'),
      { kind: 'add', mark: first },
      moved(10),
      moved(20),
      { kind: 'select', id: null },
      moved(30),
    );
    expect(boundsOf(edited(state, { kind: 'undo' }).marks[0] ?? first).x).toBe(20);
    expect(edited(state, { kind: 'undo' }, { kind: 'undo' }).marks).toEqual([first]);
  });

  test('colours the selected mark, but not a redaction', () => {
    const state = edited(
      startEditing('box'),
      { kind: 'add', mark: first },
      { kind: 'colour', colour: 'blue' },
    );
    expect(state.marks).toEqual([{ ...first, colour: 'blue' }]);
    const redacted = edited(state, { kind: 'add', mark: second }, { kind: 'colour', colour: 'green' });
    expect(redacted.marks.at(-1)).toEqual(second);
    expect(redacted.colour).toBe('green');
  });

  test('cycles through the marks by keyboard, and never selects a removed one', () => {
    const state = edited(startEditing('box'), { kind: 'add', mark: first }, { kind: 'add', mark: second });
    const next = edited(state, { kind: 'select-next', step: 1 });
    expect(next.selected).toBe('a');
    expect(edited(next, { kind: 'select-next', step: -1 }).selected).toBe('b');
    expect(selectedMark(edited(state, { kind: 'undo' }))).toBeNull();
  });
});

describe('a pointer', () => {
  const reach = 6;
  function dragged(state: Editing, ...points: [Point, ...Point[]]) {
    const [from, ...others] = points;
    const begun = beginGesture(state, from, { reach, id: 'new' });
    const moved = others.reduce((gesture, point) => continueGesture(gesture, point, picture), begun);
    return endGesture(moved, points.at(-1) ?? from, { marks: state.marks, reach });
  }

  test.each<Tool>(['arrow', 'box', 'redact'])('draws with %s from press to release', (tool) => {
    const meant = dragged(startEditing(tool), at(10, 10), at(40, 40), at(100, 90));
    expect(meant).toMatchObject({ kind: 'add', mark: { kind: tool, from: at(10, 10), to: at(100, 90) } });
  });

  test('draws a pen line through every point', () => {
    const meant = dragged(startEditing('pen'), at(10, 10), at(40, 40), at(100, 90));
    expect(meant).toMatchObject({ mark: { points: [at(10, 10), at(40, 40), at(100, 90)] } });
  });

  test('moves the selected mark, and draws over any other', () => {
    const mark = box('a', at(100, 100), at(300, 300));
    const selected = edited(startEditing('box'), { kind: 'add', mark });
    expect(dragged(selected, at(100, 200), at(120, 230))).toMatchObject({
      kind: 'change',
      mark: { id: 'a', from: at(120, 130), to: at(320, 330) },
    });
    const other = edited(selected, { kind: 'select', id: null });
    expect(dragged(other, at(100, 200), at(120, 230))).toMatchObject({ kind: 'add' });
  });

  test('click selects a mark, and draws nothing', () => {
    const mark = redaction('a', at(100, 100), at(300, 300));
    const state = edited(startEditing('redact'), { kind: 'add', mark }, { kind: 'select', id: null });
    expect(dragged(state, at(200, 200), at(201, 200))).toEqual({ kind: 'select', id: 'a' });
    expect(dragged(state, at(900, 900))).toEqual({ kind: 'select', id: null });
    expect(dragged(edited(state, { kind: 'tool', tool: 'text' }), at(900, 900))).toBe('write');
  });
});

describe('the keyboard alone', () => {
  const key = (name: string, how: { shiftKey?: boolean; ctrlKey?: boolean } = {}) => ({
    key: name,
    shiftKey: false,
    ctrlKey: false,
    ...how,
  });
  function pressed(state: Editing, pressedKey: ReturnType<typeof key>): Editing {
    const meant = eventOfKey(pressedKey, state, { picture, id: 'new' });
    return meant === null || typeof meant === 'string' ? state : nextEditing(state, meant);
  }

  test('places a redaction in the middle, moves, resizes and removes it', () => {
    const placed = pressed(startEditing('redact'), key('Enter'));
    const middle = boundsOf(placed.marks[0] ?? redaction('', at(0, 0), at(0, 0)));
    expect(middle).toEqual({ x: 720, y: 432, width: 480, height: 216 });
    const moved = [
      key('ArrowLeft'),
      key('ArrowUp', { ctrlKey: true }),
      key('ArrowRight', { shiftKey: true }),
    ];
    const state = moved.reduce(pressed, placed);
    expect(state.marks.map(boundsOf)).toEqual([{ x: 710, y: 431, width: 490, height: 216 }]);
    expect(pressed(state, key('Delete')).marks).toEqual([]);
  });

  test('writes a text, and edits the selected one', () => {
    const state = startEditing('text');
    expect(eventOfKey(key('Enter'), state, { picture, id: 'new' })).toBe('write');
    const mark: Mark = {
      id: 't',
      kind: 'text',
      colour: 'red',
      at: at(0, 0),
      text: 'x',
      size: 20,
      advance: 1,
    };
    const withText = edited(state, { kind: 'add', mark });
    expect(eventOfKey(key('F2'), withText, { picture, id: 'new' })).toBe('rewrite');
  });

  test('does not handle Ctrl+Enter, nor arrows without a selection', () => {
    const state = startEditing('box');
    expect(eventOfKey(key('Enter', { ctrlKey: true }), state, { picture, id: 'new' })).toBeNull();
    expect(eventOfKey(key('ArrowLeft'), state, { picture, id: 'new' })).toBeNull();
    expect(eventOfKey(key('Escape'), state, { picture, id: 'new' })).toBeNull();
  });
});
