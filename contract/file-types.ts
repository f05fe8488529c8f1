// Checks file types against the policy, by the endings of file names. Agent, server and console use this check.

/** Returns whether the policy admits the name. `endings` are in lower case, without the dot; null admits any. */
export function isAdmittedName(endings: readonly string[] | null, name: string): boolean {
  if (endings === null) return true;
  return endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}

/** Returns the first file that the policy does not admit, or null when it admits all. */
export function firstRefusedFile<F extends { name: string }>(
  endings: readonly string[] | null,
  files: readonly F[],
): F | null {
  return files.find(({ name }) => !isAdmittedName(endings, name)) ?? null;
}
