// Escapes strings for iTop's query language (OQL).

/** Returns an OQL string literal. */
export function oqlString(text: string): string {
  const escaped = text.toWellFormed().replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `'${escaped}'`;
}

/** Returns a LIKE pattern that finds this text anywhere; wildcards in it are escaped. */
export function oqlContains(text: string): string {
  return oqlString(`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`);
}

/** Returns a list for IN. `texts` must not be empty. */
export function oqlList(texts: readonly string[]): string {
  return `(${texts.map(oqlString).join(', ')})`;
}
