// The rectangle chosen on a display, in whole pixels of its picture.
import type { Region } from '../../contract/ipc.ts';
import type { Point, Size } from '../markup/marks.ts';

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** Returns the region selected at first: the middle half. */
export function middleHalf({ width, height }: Size): Region {
  return {
    x: Math.floor(width / 4),
    y: Math.floor(height / 4),
    width: Math.max(1, Math.floor(width / 2)),
    height: Math.max(1, Math.floor(height / 2)),
  };
}

/** Returns the rectangle between two points in any order, within the picture, at least one pixel large. */
export function regionBetween(from: Point, to: Point, picture: Size): Region {
  const along = (a: number, b: number, end: number) => {
    const start = clamp(Math.round(Math.min(a, b)), 0, end - 1);
    return { start, length: clamp(Math.round(Math.max(a, b)), start + 1, end) - start };
  };
  const [across, down] = [along(from.x, to.x, picture.width), along(from.y, to.y, picture.height)];
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

/** Moves a region within the picture. */
export function moveRegion(region: Region, by: Point, picture: Size): Region {
  return {
    ...region,
    x: clamp(region.x + by.x, 0, picture.width - region.width),
    y: clamp(region.y + by.y, 0, picture.height - region.height),
  };
}

/** Moves the lower right corner of a region within the picture. The region keeps at least one pixel. */
export function resizeRegion(region: Region, by: Point, picture: Size): Region {
  return {
    ...region,
    width: clamp(region.width + by.x, 1, picture.width - region.x),
    height: clamp(region.height + by.y, 1, picture.height - region.y),
  };
}

const DIRECTIONS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Pixels that an arrow key moves by; with Ctrl it moves by one. */
const STEP = 10;

/** Returns the region after an arrow key, or null for another key. */
export function regionAfterKey(
  { key, shiftKey, ctrlKey }: { key: string; shiftKey: boolean; ctrlKey: boolean },
  region: Region,
  picture: Size,
): Region | null {
  const direction = DIRECTIONS[key];
  if (direction === undefined) return null;
  const step = ctrlKey ? 1 : STEP;
  const by = { x: direction.x * step, y: direction.y * step };
  return shiftKey ? resizeRegion(region, by, picture) : moveRegion(region, by, picture);
}
