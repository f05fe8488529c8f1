// The pointer on the picture, from press to release: it draws a mark, moves one, drags a handle, or only clicks.
import { unreachable } from '../../contract/constants.ts';
import { type Editing, type EditingEvent, selectedMark } from './editing.ts';
import {
  type Colour,
  dragHandle,
  handlesOf,
  isDrawn,
  isOnMark,
  type Mark,
  markAt,
  moveMark,
  type Point,
  type Size,
  type Tool,
} from './marks.ts';

export type Gesture =
  | { kind: 'draw'; mark: Mark }
  | { kind: 'move'; from: Point; before: Mark; mark: Mark }
  | { kind: 'pull'; handle: number; before: Mark; mark: Mark }
  /** the text tool, which draws nothing while the button is down */
  | { kind: 'press' };

type DrawingTool = Exclude<Tool, 'text'>;

/** Returns a mark of the tool that begins and ends at a point. */
function newMark(tool: DrawingTool, at: Point, { id, colour }: { id: string; colour: Colour }): Mark {
  switch (tool) {
    case 'arrow':
    case 'box':
      return { id, kind: tool, colour, from: at, to: at };
    case 'pen':
      return { id, kind: tool, colour, points: [at] };
    case 'redact':
      return { id, kind: tool, from: at, to: at };
    default:
      return unreachable(tool);
  }
}

/** Returns a mark of the tool in the middle of the picture, for the keyboard to move and resize. */
export function markInMiddle(
  tool: DrawingTool,
  { width, height }: Size,
  style: { id: string; colour: Colour },
): Mark {
  const from = { x: Math.round(width * 0.375), y: Math.round(height * 0.4) };
  const to = { x: Math.round(width * 0.625), y: Math.round(height * 0.6) };
  return extended(newMark(tool, from, style), to);
}

/** Extends a mark that is being drawn to a point. */
function extended(mark: Mark, to: Point): Mark {
  switch (mark.kind) {
    case 'arrow':
    case 'box':
    case 'redact':
      return { ...mark, to };
    case 'pen':
      return { ...mark, points: [...mark.points, to] };
    case 'text':
      return mark;
    default:
      return unreachable(mark);
  }
}

/**
 * @param reach distance from a mark at which a press still hits it, in pixels of the picture
 * @param id the id of a new mark
 */
export function beginGesture(
  editing: Editing,
  at: Point,
  { reach, id }: { reach: number; id: string },
): Gesture {
  const selected = selectedMark(editing);
  if (selected !== null) {
    const handle = handlesOf(selected).findIndex(({ x, y }) => Math.hypot(x - at.x, y - at.y) <= reach * 1.5);
    if (handle >= 0) return { kind: 'pull', handle, before: selected, mark: selected };
    if (isOnMark(selected, at, reach)) return { kind: 'move', from: at, before: selected, mark: selected };
  }
  const { tool, colour } = editing;
  if (tool === 'text') return { kind: 'press' };
  return { kind: 'draw', mark: newMark(tool, at, { id, colour }) };
}

/** Returns the gesture after the pointer moved to a point. */
export function continueGesture(gesture: Gesture, at: Point, picture: Size): Gesture {
  switch (gesture.kind) {
    case 'draw':
      return { kind: 'draw', mark: extended(gesture.mark, at) };
    case 'move': {
      const by = { x: at.x - gesture.from.x, y: at.y - gesture.from.y };
      return { ...gesture, mark: moveMark(gesture.before, by, picture) };
    }
    case 'pull':
      return { ...gesture, mark: dragHandle(gesture.before, gesture.handle, at) };
    case 'press':
      return gesture;
    default:
      return unreachable(gesture);
  }
}

/** Returns the marks as they are shown during the gesture. */
export function marksDuring(gesture: Gesture | null, marks: readonly Mark[]): readonly Mark[] {
  if (gesture === null || gesture.kind === 'press') return marks;
  const { mark } = gesture;
  if (gesture.kind === 'draw') return [...marks, mark];
  return marks.map((other) => (other.id === mark.id ? mark : other));
}

/**
 * Returns the result of the gesture when the button is released at a point: an event, or `write` to write a text there. A
 * click without movement selects the mark under it.
 */
export function endGesture(
  gesture: Gesture,
  at: Point,
  { marks, reach }: { marks: readonly Mark[]; reach: number },
): EditingEvent | 'write' | null {
  switch (gesture.kind) {
    case 'draw':
      if (isDrawn(gesture.mark, reach / 2)) return { kind: 'add', mark: gesture.mark };
      return { kind: 'select', id: markAt(marks, at, reach)?.id ?? null };
    case 'move':
    case 'pull':
      return gesture.mark === gesture.before ? null : { kind: 'change', mark: gesture.mark, run: null };
    case 'press': {
      const found = markAt(marks, at, reach);
      return found === null ? 'write' : { kind: 'select', id: found.id };
    }
    default:
      return unreachable(gesture);
  }
}
