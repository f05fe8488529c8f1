// The name of a picture on the screen and for screen readers.

/** Returns "Screenshot", "Screenshot 2", …; `index` counts the pictures from 0. */
export function pictureName(screenshot: string, index: number): string {
  return index === 0 ? screenshot : `${screenshot} ${index + 1}`;
}
