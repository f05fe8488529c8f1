// Which files IT lets through, by the endings of their names: the same where they are chosen and where they arrive.

/** `endings` are without the dot and in lower case; null admits any. */
export function isAdmittedName(endings: readonly string[] | null, name: string): boolean {
  if (endings === null) return true;
  return endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}

/** The first file whose name has none of the endings; null when all are admitted. */
export function unadmittedFile<F extends { name: string }>(
  endings: readonly string[] | null,
  files: readonly F[],
): F | null {
  return files.find(({ name }) => !isAdmittedName(endings, name)) ?? null;
}
