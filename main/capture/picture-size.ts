// How large a picture may be: what Chromium can still hold and show as one image.

const LONGEST_SIDE = 16_384;
const MOST_PIXELS = 60_000_000;

export interface Size {
  width: number;
  height: number;
}

/** The same in whole pixels, scaled down where it is too large; its proportions stay. */
export function fitting({ width, height }: Size): Size {
  const scale = Math.min(
    1,
    LONGEST_SIDE / Math.max(width, height),
    Math.sqrt(MOST_PIXELS / (width * height)),
  );
  const scaled = (side: number) => Math.max(1, scale < 1 ? Math.floor(side * scale) : Math.round(side));
  return { width: scaled(width), height: scaled(height) };
}
