// The marks on a picture: their shapes in its pixels, and how each is moved, resized and hit.
import { unreachable } from '../../contract/constants.ts';
import type { Region } from '../../contract/ipc.ts';

/** Pixels of the picture. Fractions are allowed, except in redacted areas. */
export interface Point {
  x: number;
  y: number;
}
export interface Size {
  width: number;
  height: number;
}
export type Rect = Point & Size;

export const COLOURS = ['red', 'yellow', 'green', 'blue', 'black'] as const;
export type Colour = (typeof COLOURS)[number];

export const TOOLS = ['arrow', 'box', 'pen', 'text', 'redact'] as const;
export type Tool = (typeof TOOLS)[number];

/** From one corner or end to the other, in any direction. */
interface Span {
  from: Point;
  to: Point;
}
type SpanMark = { id: string } & Span & ({ kind: 'arrow' | 'box'; colour: Colour } | { kind: 'redact' });
interface PenMark {
  id: string;
  kind: 'pen';
  colour: Colour;
  points: Point[];
}
export interface TextMark {
  id: string;
  kind: 'text';
  colour: Colour;
  /** top left */
  at: Point;
  text: string;
  /** height of the font */
  size: number;
  /** width of the text for each pixel of `size` */
  advance: number;
}
export type Mark = SpanMark | PenMark | TextMark;

/** Returns the width of lines, which grows with the picture so that they stay visible. */
export function lineWidth({ width, height }: Size): number {
  return Math.max(2, Math.round(Math.max(width, height) / 320));
}

/** Returns the font height of a new text. */
export function textSize(picture: Size): number {
  return lineWidth(picture) * 7;
}

/** Returns the rectangle between two opposite corners. */
export function rectBetween(from: Point, to: Point): Rect {
  return {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(from.x - to.x),
    height: Math.abs(from.y - to.y),
  };
}

/** Returns the bounding box of a mark, without the width of its line. */
export function boundsOf(mark: Mark): Rect {
  switch (mark.kind) {
    case 'arrow':
    case 'box':
    case 'redact':
      return rectBetween(mark.from, mark.to);
    case 'pen': {
      const xs = mark.points.map(({ x }) => x);
      const ys = mark.points.map(({ y }) => y);
      const least = { x: Math.min(...xs), y: Math.min(...ys) };
      return { ...least, width: Math.max(...xs) - least.x, height: Math.max(...ys) - least.y };
    }
    case 'text':
      return { ...mark.at, width: mark.advance * mark.size, height: mark.size };
    default:
      return unreachable(mark);
  }
}

/**
 * Returns the whole pixels that a redaction covers: every pixel that it touches. Returns null when it touches none of the
 * picture.
 */
export function redactedPixels({ from, to }: Span, { width, height }: Size): Region | null {
  const rect = rectBetween(from, to);
  const left = Math.max(0, Math.floor(rect.x));
  const top = Math.max(0, Math.floor(rect.y));
  const right = Math.min(width, Math.ceil(rect.x + rect.width));
  const bottom = Math.min(height, Math.ceil(rect.y + rect.height));
  if (right <= left || bottom <= top) return null;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function plus(point: Point, by: Point): Point {
  return { x: point.x + by.x, y: point.y + by.y };
}

function shifted(mark: Mark, by: Point): Mark {
  switch (mark.kind) {
    case 'arrow':
    case 'box':
    case 'redact':
      return { ...mark, from: plus(mark.from, by), to: plus(mark.to, by) };
    case 'pen':
      return { ...mark, points: mark.points.map((point) => plus(point, by)) };
    case 'text':
      return { ...mark, at: plus(mark.at, by) };
    default:
      return unreachable(mark);
  }
}

/** Moves a mark. Its centre stays in the picture, so that the mark stays visible. */
export function moveMark(mark: Mark, by: Point, picture: Size): Mark {
  const { x, y, width, height } = boundsOf(mark);
  const clampedStep = (centre: number, step: number, end: number) =>
    Math.min(Math.max(centre + step, 0), end) - centre;
  return shifted(mark, {
    x: clampedStep(x + width / 2, by.x, picture.width),
    y: clampedStep(y + height / 2, by.y, picture.height),
  });
}

const SMALLEST_TEXT = 8;

/** Resizes a mark: moves its second corner or end, stretches a drawing to the lower right, enlarges a text. */
export function resizeMark(mark: Mark, by: Point): Mark {
  switch (mark.kind) {
    case 'arrow':
    case 'box':
    case 'redact':
      return { ...mark, to: plus(mark.to, by) };
    case 'pen': {
      const { x, y, width, height } = boundsOf(mark);
      const stretch = (at: number, from: number, length: number, step: number) =>
        length === 0 ? at : from + ((at - from) * Math.max(1, length + step)) / length;
      const points = mark.points.map((point) => ({
        x: stretch(point.x, x, width, by.x),
        y: stretch(point.y, y, height, by.y),
      }));
      return { ...mark, points };
    }
    case 'text':
      return { ...mark, size: Math.max(SMALLEST_TEXT, mark.size + by.x + by.y) };
    default:
      return unreachable(mark);
  }
}

/** Returns the points at which a mark can be dragged to resize it. */
export function handlesOf(mark: Mark): Point[] {
  switch (mark.kind) {
    case 'arrow':
      return [mark.from, mark.to];
    case 'box':
    case 'redact': {
      const { from, to } = mark;
      return [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }];
    }
    case 'pen':
    case 'text': {
      const { x, y, width, height } = boundsOf(mark);
      return [{ x: x + width, y: y + height }];
    }
    default:
      return unreachable(mark);
  }
}

/** Returns the mark after its handle was dragged to a point; `index` is that of `handlesOf`. */
export function dragHandle(mark: Mark, index: number, to: Point): Mark {
  const handles = handlesOf(mark);
  const handle = handles[index];
  if (handle === undefined) return mark;
  if (mark.kind === 'pen' || mark.kind === 'text') {
    const down = mark.kind === 'text' ? 0 : to.y - handle.y;
    return resizeMark(mark, { x: to.x - handle.x, y: down });
  }
  const opposite = handles[(index + handles.length / 2) % handles.length] ?? mark.from;
  // An arrow keeps its direction.
  return mark.kind === 'arrow' && index === 0 ? { ...mark, from: to } : { ...mark, from: opposite, to };
}

function distanceToSegment(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const part = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - part * dx, point.y - from.y - part * dy);
}

function isInside(point: Point, { x, y, width, height }: Rect, margin: number): boolean {
  return (
    point.x >= x - margin &&
    point.x <= x + width + margin &&
    point.y >= y - margin &&
    point.y <= y + height + margin
  );
}

function isOnLine(point: Point, line: readonly Point[], margin: number): boolean {
  return line.some((from, index) => distanceToSegment(point, from, line[index + 1] ?? from) <= margin);
}

/** Returns whether a point is within `margin` of the mark: of the line of a box, or of the area of a redaction. */
export function isOnMark(mark: Mark, point: Point, margin: number): boolean {
  switch (mark.kind) {
    case 'arrow':
      return isOnLine(point, [mark.from, mark.to], margin);
    case 'box': {
      const [first, ...others] = handlesOf(mark);
      return first !== undefined && isOnLine(point, [first, ...others, first], margin);
    }
    case 'pen':
      return isOnLine(point, mark.points, margin);
    case 'redact':
    case 'text':
      return isInside(point, boundsOf(mark), margin);
    default:
      return unreachable(mark);
  }
}

/** Returns the topmost mark at a point: the last drawn, but redactions are above all others. */
export function markAt(marks: readonly Mark[], point: Point, margin: number): Mark | null {
  const found = marks.filter((mark) => isOnMark(mark, point, margin));
  return found.findLast(({ kind }) => kind === 'redact') ?? found.at(-1) ?? null;
}

/** Returns whether a mark is large enough to be kept. A drag below `least` is unintended. */
export function isDrawn(mark: Mark, least: number): boolean {
  const { width, height } = boundsOf(mark);
  switch (mark.kind) {
    case 'arrow':
    case 'pen':
      return Math.max(width, height) >= least;
    case 'box':
    case 'redact':
      return width >= least && height >= least;
    case 'text':
      return mark.text.trim() !== '';
    default:
      return unreachable(mark);
  }
}
