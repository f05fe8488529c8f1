// How a picture is called on the screen and by screen readers.

/** "Screenshot", "Screenshot 2", …; `index` is the place among the pictures, from 0. */
export function pictureName(screenshot: string, index: number): string {
  return index === 0 ? screenshot : `${screenshot} ${index + 1}`;
}
