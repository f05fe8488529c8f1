// The people of an organisation, as a requester finds them to write on their behalf or to invite them.
import { z } from 'zod';
import { Email, FullName, LIMITS } from './primitives.ts';

/** The address names the person; the rest helps to recognise them. */
export const Person = z.object({ email: Email, fullName: FullName, site: z.string().max(200).nullable() });
export type Person = z.infer<typeof Person>;

/** Parts of a name or of an address, in any order, whatever the accents. */
export const PeopleQuery = z.object({ search: z.string().trim().min(2).max(100) });
export const People = z.object({ people: z.array(Person).max(LIMITS.peoplePerSearch) });

/** One entry of a directory file; `userName` is the SAM name, with or without its domain. */
export const DirectoryPerson = z.object({
  email: Email,
  fullName: FullName,
  userName: z.string().trim().min(1).max(256).nullable().default(null),
  phone: z.string().trim().max(50).nullable().default(null),
  site: z.string().trim().max(200).nullable().default(null),
  room: z.string().trim().max(100).nullable().default(null),
});
export type DirectoryPerson = z.infer<typeof DirectoryPerson>;
export const Directory = z.object({ people: z.array(DirectoryPerson).max(100_000) });
export type Directory = z.infer<typeof Directory>;
