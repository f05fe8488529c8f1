// What a database says when it has no room: such files are sent again.

import { codeOf } from '../error-codes.ts';
import { FilesUnavailable } from './content-store.ts';

/** Codes of SQLite, and of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html, class 53). */
const NO_ROOM = /^(SQLITE_FULL|SQLITE_IOERR|53[0-9A-Z]{3}$)/;

/** Throws FilesUnavailable where the database has no room. */
export async function whileRoom<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (failure) {
    throw NO_ROOM.test(codeOf(failure)) ? new FilesUnavailable(failure) : failure;
  }
}
