// What becomes of the open tickets of somebody of the staff whom an administrator changes. Implemented by desk/technicians-tickets.
import type { Staff, StaffScope } from '../../contract/console.ts';
import type { Database } from '../storage/schema.ts';

type Person = Pick<Staff, 'id' | 'fullName'>;

/** Both act in the caller's transaction, and return the ids of the tickets that they changed. */
export interface TechniciansTickets {
  /** Open tickets show the new name; the history keeps the one of its moment. */
  rename(transaction: Database, person: Person): Promise<string[]>;
  /** Open tickets beyond `kept` go back to the queue of their team; those without a team, to nobody. */
  release(
    transaction: Database,
    caller: Person & Pick<Staff, 'email'>,
    person: Person,
    kept: StaffScope,
  ): Promise<string[]>;
}
