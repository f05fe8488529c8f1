// The people of the staff as all of the staff see them: who is away, and who stands in for whom.
import { z } from 'zod';
import { Staff } from './console.ts';
import { Instant } from './primitives.ts';

/** While somebody is away: whole days, in the time zone of the browser in which they were chosen. */
export const Absence = z
  .object({
    from: Instant,
    /** when they are back, after `from` */
    until: Instant,
    /** who stands in; null for nobody */
    standInId: z.uuid().nullable(),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), { path: ['until'] });
export type Absence = z.infer<typeof Absence>;

/** Says when somebody is away; null: they are not. */
export const NewAbsence = z.object({ absence: Absence.nullable() });
export type NewAbsence = z.infer<typeof NewAbsence>;

/** Somebody who may sign in, as far as the reader works for the same organisations. */
export const Colleague = Staff.pick({ id: true, fullName: true, email: true, organisationIds: true }).extend({
  /** null where none is to come; a stand-in whom the reader does not see is left out */
  absence: Absence.nullable(),
});
export type Colleague = z.infer<typeof Colleague>;

/** Whether somebody is away at `now`, in milliseconds since the epoch. */
export function isAway({ absence }: { absence: Absence | null }, now: number): boolean {
  return absence !== null && Date.parse(absence.from) <= now && now < Date.parse(absence.until);
}

/** Whether somebody works for the organisation. */
export function worksFor(
  { organisationIds }: Pick<Colleague, 'organisationIds'>,
  organisationId: string,
): boolean {
  return organisationIds === null || organisationIds.includes(organisationId);
}

/**
 * Returns who stands in at `now` for somebody who is away: their stand-in, or where that one is away too, the stand-in of that one. Null
 * where nobody does: for somebody who is there, where all stand in for each other, and where the last one does not work for the
 * organisation or is not among the colleagues.
 */
export function standInFor(
  id: string,
  {
    colleagues,
    organisationId,
    now,
  }: { colleagues: readonly Colleague[]; organisationId: string; now: number },
): Colleague | null {
  const found = lastStandIn(id, colleagues, now);
  return found && worksFor(found, organisationId) ? found : null;
}

/** Returns those for whom somebody stands in at `now`, whatever organisations they work for. */
export function standsInFor(id: string, colleagues: readonly Colleague[], now: number): Colleague[] {
  return colleagues.filter((one) => lastStandIn(one.id, colleagues, now)?.id === id);
}

function lastStandIn(id: string, colleagues: readonly Colleague[], now: number): Colleague | null {
  const find = (wanted: string | null) => colleagues.find((one) => one.id === wanted);
  const asked = new Set<string>();
  let found = find(id);
  while (found && isAway(found, now)) {
    if (asked.has(found.id)) return null;
    asked.add(found.id);
    found = find(found.absence?.standInId ?? null);
  }
  return found && found.id !== id ? found : null;
}
