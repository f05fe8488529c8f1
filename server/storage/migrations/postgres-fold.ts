// The function `fold` of PostgreSQL, which SQLite gets from the server: the same as contract/fold.
import { type Kysely, sql } from 'kysely';
import { fold } from '../../../contract/fold.ts';

/**
 * Creates it. It needs no rights but to create it, no extension, and no collation of the machine: letters and marks are those
 * that Node knows now. A letter of two letters (œ) is replaced before. A sigma at the end of a word is folded like any other.
 */
export async function createFold(db: Kysely<unknown>): Promise<void> {
  const characters = allBeyondAscii();
  const upper = (characters.match(/[\p{Changes_When_Lowercased}’]/gu) ?? []).filter(
    (one) => one.normalize('NFD') === one && [...fold(one)].length === 1,
  );
  // what follows one another in the table of characters is a range of a pattern
  const marks = (characters.match(/\p{M}+/gu) ?? []).map((run) => `${[...run][0]}-${[...run].at(-1)}`);
  const classOf = (parts: readonly string[]) => sql.lit(`[${parts.join('')}]`);
  await sql`create function fold(given text) returns text language sql immutable strict parallel safe as $body$
    select case when octet_length(given) = char_length(given) then lower(given collate "C")
      when folded ~ ${classOf(upper)} then translate(folded, ${sql.lit(upper.join(''))}, ${sql.lit(upper.map(fold).join(''))})
      else folded end
    from (select replace(replace(replace(replace(lower(regexp_replace(
      normalize(given, nfd), ${classOf(marks)}, '', 'g') collate "C"),
      'Œ', 'oe'), 'œ', 'oe'), 'Æ', 'ae'), 'æ', 'ae') as folded) as unaccented
    $body$`.execute(db);
}

/** All characters beyond ASCII in their order, without the halves of surrogate pairs. */
function allBeyondAscii(): string {
  const codes = Array.from({ length: 0x11_0000 - 0x80 }, (_, index) => index + 0x80);
  return codes.map((code) => (code < 0xd8_00 || code > 0xdf_ff ? String.fromCodePoint(code) : '')).join('');
}
