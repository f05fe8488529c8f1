// How searches compare text.

/** A text without case and accents. SQL knows it as `fold(…)`. */
export function foldText(value: string): string {
  return value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
