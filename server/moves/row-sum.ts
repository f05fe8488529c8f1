// Counts the rows of a table and hashes them, in a form that both databases give.
import { createHash } from 'node:crypto';

/** A stored value: a text, a number as its digits, bytes, or nothing. */
export type Value = string | Buffer | null;

export interface RowSum {
  rows: number;
  /** in hexadecimal */
  hash: string;
}

/**
 * Adds the SHA-256 of each row, modulo 2^256: the order in which a database returns its rows does not matter, how often it has
 * the same row does. Values are in the same order in each row.
 */
export function createRowSum(): { add(row: readonly Value[]): void; read(): RowSum } {
  let rows = 0;
  let sum = 0n;
  return {
    add(row) {
      const hash = createHash('sha256');
      for (const value of row) addValue(hash, value);
      sum = BigInt.asUintN(256, sum + BigInt(`0x${hash.digest('hex')}`));
      rows += 1;
    },
    read: () => ({ rows, hash: sum.toString(16).padStart(64, '0') }),
  };
}

/** The length comes first: no two rows have the same bytes. */
function addValue(hash: { update(bytes: string | Buffer): unknown }, value: Value): void {
  if (value === null) return void hash.update('-');
  const isText = typeof value === 'string';
  hash.update(`${isText ? 't' : 'b'}${isText ? Buffer.byteLength(value) : value.length}:`);
  hash.update(value);
}

export function isSame(one: RowSum, other: RowSum): boolean {
  return one.rows === other.rows && one.hash === other.hash;
}
