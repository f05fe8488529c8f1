// When somebody of the staff is away, and who stands in for them. All of it is audited.
import type { Absence, Colleague } from '../../contract/colleagues.ts';
import type { Staff, StaffScope } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Audit } from './audit.ts';
import { overlap, parseScope, seenBy } from './scope.ts';

interface AbsenceParts {
  db: Database;
  clock: Clock;
  audit: Audit;
}

type AbsenceColumns = Pick<Row<'staff'>, 'absentFrom' | 'absentUntil' | 'standInId'>;

export function absenceOf({
  absentFrom: from,
  absentUntil: until,
  standInId,
}: AbsenceColumns): Absence | null {
  return from === null || until === null ? null : { from, until, standInId };
}

/**
 * Says when somebody is away; the caller is that person, or an administrator who reaches them. Errors: date-past where it is over;
 * stand-in-unknown for the person themselves, and for somebody deactivated or whom the caller does not see.
 */
export function setAbsence(
  { db, clock, audit }: AbsenceParts,
  caller: Staff,
  staffId: string,
  absence: Absence | null,
): Promise<Result<void>> {
  return db.transaction().execute(async (transaction) => {
    if (absence && absence.until <= instantFrom(clock)) return err('date-past');
    const standInId = absence?.standInId ?? null;
    if (standInId !== null) {
      const colleagues = await readColleagues(transaction, clock, caller.organisationIds);
      const isSeen = standInId !== staffId && colleagues.some(({ id }) => id === standInId);
      if (!isSeen) return err('stand-in-unknown');
    }
    const columns = { absentFrom: absence?.from ?? null, absentUntil: absence?.until ?? null, standInId };
    await transaction.updateTable('staff').set(columns).where('id', '=', staffId).execute();
    const subject = { kind: 'staff', id: staffId } as const;
    await audit(transaction, { staffId: caller.id, act: 'set-absence', subject, details: columns });
    return ok(undefined);
  });
}

/** Reads the active staff who have an organisation in common with the scope, by name; absences that are over are left out. */
export async function readColleagues(
  db: Database,
  clock: Pick<Clock, 'now'>,
  scope: StaffScope,
): Promise<Colleague[]> {
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'fullName', 'email', 'organisationIds', 'absentFrom', 'absentUntil', 'standInId'])
    .where('deactivatedAt', 'is', null)
    .orderBy('fullName')
    .orderBy('id')
    .execute();
  const now = clock.now().toISOString();
  const seen = rows.filter((row) => overlap(parseScope(row.organisationIds), scope));
  const isSeen = (id: string | null) => seen.some((row) => row.id === id);
  return seen.map(({ id, fullName, email, organisationIds, ...columns }) => {
    const absence = absenceOf(columns);
    const isOver = absence === null || absence.until <= now;
    return {
      ...{ id, fullName, email, organisationIds: seenBy(scope, parseScope(organisationIds)) },
      absence: isOver
        ? null
        : { ...absence, standInId: isSeen(absence.standInId) ? absence.standInId : null },
    };
  });
}
