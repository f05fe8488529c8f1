// The people of an organisation: a requester writes on their behalf or invites them.
import { z } from 'zod';
import { SHORTEST_SEARCH } from './constants.ts';
import { Email, FullName, LIMITS, lineOf, nameOf } from './primitives.ts';

/** The address identifies the person. The rest helps to recognise them. */
export const Person = z.object({ email: Email, fullName: FullName, site: z.string().max(200).nullable() });
export type Person = z.infer<typeof Person>;

/** Matches parts of a name or an address, in any order, without regard to case and accents. */
export const PeopleQuery = z.object({ search: z.string().trim().min(SHORTEST_SEARCH).max(100) });

/** The people found. */
export const People = z.object({ people: z.array(Person).max(LIMITS.peoplePerSearch) });

/** An entry of a directory file. `userName` is the SAM name, with or without its domain. */
export const DirectoryPerson = z.object({
  email: Email,
  fullName: FullName,
  /** that stays when the address changes, such as the objectGUID: the tickets then follow */
  id: lineOf(1, 100).nullable().default(null),
  userName: nameOf(1, 256).nullable().default(null),
  phone: lineOf(0, 50).nullable().default(null),
  site: lineOf(0, 200).nullable().default(null),
  room: lineOf(0, 100).nullable().default(null),
  /** address of who approves for them, where a category asks the manager */
  manager: Email.nullable().default(null),
  /** address of who decides in their place when they do not */
  standIn: Email.nullable().default(null),
});
export type DirectoryPerson = z.infer<typeof DirectoryPerson>;

/** Another address of somebody who has one. `join`: whoever has the new one already is the same person. */
export const AddressChange = z.object({ from: Email, to: Email, join: z.boolean().default(false) });
export type AddressChange = z.infer<typeof AddressChange>;

/** taken: nothing was changed, because somebody has the new address, with so many tickets of their own. joined: both are one person. */
export const ChangedAddress = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['changed', 'joined']) }),
  z.object({ outcome: z.literal('taken'), fullName: z.string(), tickets: z.int().min(0) }),
]);
export type ChangedAddress = z.infer<typeof ChangedAddress>;

/** A directory file in JSON, before its rows are checked one by one. */
export const PeopleFile = z.object({ people: z.array(z.unknown()).max(100_000) });
