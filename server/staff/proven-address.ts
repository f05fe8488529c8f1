// The address by which somebody of the staff is known as an approver: one that an identity provider merely named is nobody's.
import type { Database } from '../storage/schema.ts';

/** Returns the address of the account; null where nothing has proven it yet, or without an account. */
export async function provenAddressOf(db: Database, staffId: string): Promise<string | null> {
  const row = await db
    .selectFrom('staff')
    .select('email')
    .where('id', '=', staffId)
    .where('emailProven', '=', 1)
    .executeTakeFirst();
  return row?.email ?? null;
}
