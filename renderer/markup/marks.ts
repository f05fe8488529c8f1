// The marks on a picture: their shapes in its own pixels, and how each is moved, resized and found.

import { unreachable } from '../../contract/constants.ts';
import type { Region } from '../../contract/ipc.ts';

/** Pixels of the picture; fractions are allowed but in what is redacted. */
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

/** From one corner, or end, to the other, in any direction. */
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

/** Width of the lines, so that they are seen on a picture of any size. */
export function lineWidth({ width, height }: Size): number {
  return Math.max(2, Math.round(Math.max(width, height) / 320));
}

/** Height of the letters of a new text. */
export function textSize(picture: Size): number {
  return lineWidth(picture) * 7;
}

/** The rectangle between two corners, whichever they are. */
export function rectBetween(from: Point, to: Point): Rect {
  return {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(from.x - to.x),
    height: Math.abs(from.y - to.y),
  };
}

/** The least rectangle with all of the mark in it, the width of its line apart. */
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
 * The whole pixels that a redaction covers: every one it touches, and no part of one.
 * Null where it touches none of the picture.
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

/** Moves a mark; its middle stays in the picture, so that none is lost from sight. */
export function moveMark(mark: Mark, by: Point, picture: Size): Mark {
  const { x, y, width, height } = boundsOf(mark);
  const kept = (middle: number, step: number, end: number) =>
    Math.min(Math.max(middle + step, 0), end) - middle;
  return shifted(mark, {
    x: kept(x + width / 2, by.x, picture.width),
    y: kept(y + height / 2, by.y, picture.height),
  });
}

const SMALLEST_TEXT = 8;

/** Moves the end of a mark: the second corner or end, the lower right of a drawing, the size of a text. */
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

/** Where a mark can be taken hold of to resize it. */
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

/** The mark after its handle `index`, of `handlesOf`, was dragged to a point. */
export function dragHandle(mark: Mark, index: number, to: Point): Mark {
  const handles = handlesOf(mark);
  const handle = handles[index];
  if (handle === undefined) return mark;
  if (mark.kind === 'pen' || mark.kind === 'text') {
    const down = mark.kind === 'text' ? 0 : to.y - handle.y;
    return resizeMark(mark, { x: to.x - handle.x, y: down });
  }
  const opposite = handles[(index + handles.length / 2) % handles.length] ?? mark.from;
  // an arrow keeps its direction
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

/** Whether a point, give or take `margin`, is on the mark: on the line of a box, anywhere in a redaction. */
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

/** The mark that is seen at a point, the last drawn first; redactions lie over all others. */
export function markAt(marks: readonly Mark[], point: Point, margin: number): Mark | null {
  const found = marks.filter((mark) => isOnMark(mark, point, margin));
  return found.findLast(({ kind }) => kind === 'redact') ?? found.at(-1) ?? null;
}

/** Whether a mark has an extent to be seen by, `least` being what a hand moves without meaning it. */
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
