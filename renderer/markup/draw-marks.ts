// Draws a picture with its marks at its own size, the same on the screen and in the file that is sent.
import { unreachable } from '../../contract/constants.ts';
import {
  type Colour,
  lineWidth,
  type Mark,
  type Point,
  rectBetween,
  redactedPixels,
  type Size,
} from './marks.ts';

/** Each colour, and the colour of its thin outline, which makes it visible on any background. */
export const PAINT: Record<Colour, { fill: string; edge: string }> = {
  red: { fill: '#d13438', edge: '#ffffff' },
  yellow: { fill: '#ffd335', edge: '#201f1e' },
  green: { fill: '#107c10', edge: '#ffffff' },
  blue: { fill: '#0f6cbd', edge: '#ffffff' },
  black: { fill: '#201f1e', edge: '#ffffff' },
};

/** Returns a canvas font of `size` pixels. */
export function fontOf(size: number): string {
  return `600 ${size}px "Segoe UI Variable Text", "Segoe UI", system-ui, sans-serif`;
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function follow(context: Context, points: readonly Point[]): void {
  context.beginPath();
  for (const [index, { x, y }] of points.entries()) {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
}

/** Draws the wider outline first, then the line over it. */
function stroke(context: Context, colour: Colour, line: number): void {
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = PAINT[colour].edge;
  context.lineWidth = line + Math.max(2, line * 0.6);
  context.stroke();
  context.strokeStyle = PAINT[colour].fill;
  context.lineWidth = line;
  context.stroke();
}

/** Returns the shaft and the open head as one path. */
function arrowPath(from: Point, to: Point, line: number): Point[] {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const length = Math.min(line * 5, Math.hypot(to.x - from.x, to.y - from.y));
  const barb = (turn: number) => ({
    x: to.x - length * Math.cos(angle + turn),
    y: to.y - length * Math.sin(angle + turn),
  });
  return [from, to, barb(0.5), to, barb(-0.5)];
}

function drawText(context: Context, { colour, at, text, size }: Extract<Mark, { kind: 'text' }>): void {
  context.font = fontOf(size);
  context.textBaseline = 'top';
  context.lineJoin = 'round';
  context.strokeStyle = PAINT[colour].edge;
  context.lineWidth = Math.max(2, size / 6);
  context.strokeText(text, at.x, at.y);
  context.fillStyle = PAINT[colour].fill;
  context.fillText(text, at.x, at.y);
}

function drawMark(context: Context, mark: Mark, picture: Size): void {
  const line = lineWidth(picture);
  switch (mark.kind) {
    case 'arrow':
      follow(context, arrowPath(mark.from, mark.to, line));
      stroke(context, mark.colour, line);
      break;
    case 'box': {
      const { x, y, width, height } = rectBetween(mark.from, mark.to);
      context.beginPath();
      context.rect(x, y, width, height);
      stroke(context, mark.colour, line);
      break;
    }
    case 'pen':
      follow(context, mark.points);
      stroke(context, mark.colour, line);
      break;
    case 'text':
      drawText(context, mark);
      break;
    case 'redact': {
      const area = redactedPixels(mark, picture);
      if (area === null) break;
      context.fillStyle = '#000000';
      context.fillRect(area.x, area.y, area.width, area.height);
      break;
    }
    default:
      unreachable(mark);
  }
}

/** Draws the picture and its marks, redactions last; the canvas has the picture's own size. */
export function drawMarks(context: Context, picture: ImageBitmap, marks: readonly Mark[]): void {
  context.clearRect(0, 0, picture.width, picture.height);
  context.drawImage(picture, 0, 0);
  const isRedaction = ({ kind }: Mark) => kind === 'redact';
  for (const mark of marks.filter((mark) => !isRedaction(mark))) drawMark(context, mark, picture);
  for (const mark of marks.filter(isRedaction)) drawMark(context, mark, picture);
}
