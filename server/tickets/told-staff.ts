// Who of the staff is told what participants write: the technician, whoever stands in while they are away, and those who follow.
import { isAway, standInFor } from '../../contract/colleagues.ts';
import { absenceOf, readColleagues } from '../staff/absences.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Returns their ids, each once. `at` is when it was written. */
export async function readToldIds(
  transaction: Database,
  {
    id: ticketId,
    organisationId,
    technicianId,
  }: Pick<Row<'ticket'>, 'id' | 'organisationId' | 'technicianId'>,
  at: string,
): Promise<string[]> {
  const rows = await selectTold(transaction, { ticketId, technicianId });
  const ids = rows.map(({ id }) => id);
  const technician = rows.find(({ id }) => id === technicianId);
  const now = Date.parse(at);
  if (!technician || !isAway({ absence: absenceOf(technician) }, now)) return ids;
  const colleagues = await readColleagues(transaction, { now: () => new Date(now) }, null);
  const standIn = standInFor(technician.id, { colleagues, organisationId, now });
  return [...new Set([...ids, ...(standIn ? [standIn.id] : [])])];
}

const selectTold = buildOnce(
  (db, { ticketId, technicianId }: { ticketId: string; technicianId: string | null }) =>
    db
      .selectFrom('staff')
      .select(['id', 'absentFrom', 'absentUntil', 'standInId'])
      .where(({ or, eb, selectFrom }) =>
        or([
          eb('id', '=', technicianId),
          eb('id', 'in', selectFrom('ticketFollower').select('staffId').where('ticketId', '=', ticketId)),
        ]),
      ),
);
