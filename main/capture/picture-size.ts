// The largest picture that Chromium can hold and show as one image.

const LONGEST_SIDE = 16_384;
const MOST_PIXELS = 60_000_000;

export interface Size {
  width: number;
  height: number;
}

/** The size in whole pixels, scaled down in proportion when too large. */
export function fitting({ width, height }: Size): Size {
  const scale = Math.min(
    1,
    LONGEST_SIDE / Math.max(width, height),
    Math.sqrt(MOST_PIXELS / (width * height)),
  );
  const scaled = (side: number) => Math.max(1, scale < 1 ? Math.floor(side * scale) : Math.round(side));
  return { width: scaled(width), height: scaled(height) };
}
