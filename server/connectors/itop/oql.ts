// Strings of ours inside iTop's query language (OQL).

/** A string of OQL, in its quotes. */
export function oqlString(text: string): string {
  const escaped = text.toWellFormed().replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `'${escaped}'`;
}

/** The pattern of LIKE that finds this text anywhere: what LIKE takes for wildcards is text here. */
export function oqlContains(text: string): string {
  return oqlString(`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`);
}

/** A list for IN; of at least one string. */
export function oqlList(texts: readonly string[]): string {
  return `(${texts.map(oqlString).join(', ')})`;
}
