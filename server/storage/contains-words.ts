// Compares folded texts in the database.
import { type SqlBool, sql } from 'kysely';

/** Returns the condition that a column of folded text contains each of the folded words, as `wordsOf` makes them. */
export function containsWords(column: string, words: readonly string[]) {
  const conditions = words.map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    return sql`${sql.ref(column)} like ${pattern} escape '\\'`;
  });
  // any text contains no words
  return conditions.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}
