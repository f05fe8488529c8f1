// Which files IT lets through, by the endings of their names: the same where they are chosen and where they arrive.

/** `endings` are without the dot and in lower case; null admits any. */
export function isAdmittedName(endings: readonly string[] | null, name: string): boolean {
  if (endings === null) return true;
  return endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}
