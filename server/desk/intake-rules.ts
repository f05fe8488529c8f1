// Which team takes a new ticket of the built-in desk: the most exact rule that matches it.
import { matchingRouteKeys } from '../../contract/backends.ts';
import { levelsOf } from '../backends/routing.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database, Row } from '../storage/schema.ts';
import { byGuichet, type Move } from '../tickets/history.ts';
import { recordMove } from '../tickets/record.ts';
import { choose } from './assign.ts';

const EVERYBODY = { organisationIds: null };

/** Assigns a ticket that has just entered the built-in desk, in the caller's transaction. Does nothing where no rule matches. */
export async function assignByRules(transaction: Database, clock: Clock, ticketId: string): Promise<void> {
  const ticket = await transaction
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const { status } = ticket;
  // its requester may have closed it already
  if (status !== 'new' && status !== 'waiting_for_approval') return;
  // one that waits for an approval has its team by then, and nobody yet
  const to = status === 'new' ? 'assigned' : status;
  await moveByRules(transaction, clock, ticket, byGuichet(status, to));
}

/** As `assignByRules`, for a change that somebody else makes. A ticket that its team has already stays as it is. */
export async function moveByRules(
  transaction: Database,
  clock: Clock,
  ticket: Row<'ticket'>,
  move: Move,
): Promise<void> {
  const team = await findTeam(transaction, ticket);
  if (!team || team.id === ticket.teamId) return;
  const way = move.to === 'assigned' ? team.assigning : 'nobody';
  const ask = (to: typeof way) =>
    choose(transaction, EVERYBODY, ticket, { teamId: team.id, to }, clock.now());
  const asked = await ask(way);
  // nobody of it is there: it waits in the queue
  const chosen = asked.ok ? asked : await ask('nobody');
  if (!chosen.ok) return;
  await recordMove(transaction, ticket.id, move, instantFrom(clock), { assigned: chosen.value });
}

/** An entry of the organisation comes before one of any organisation, a leaf before its service, and the organisation last. */
async function findTeam(
  transaction: Database,
  { organisationId, categoryId, serviceId }: Row<'ticket'>,
): Promise<Pick<Row<'team'>, 'id' | 'assigning'> | undefined> {
  const rules = await transaction
    .selectFrom('teamRule')
    .innerJoin('team', 'team.id', 'teamRule.teamId')
    .select(['team.id', 'team.assigning', 'teamRule.organisationId', 'teamRule.entryId'])
    .where('team.nameKey', 'is not', null)
    .where(({ eb, or }) => or([eb('organisationId', '=', organisationId), eb('organisationId', 'is', null)]))
    .execute();
  if (rules.length === 0) return undefined;
  const levels = await readLevels(transaction, organisationId, { categoryId, serviceId });
  return matchingRouteKeys(organisationId, levels)
    .map((key) =>
      rules.find((rule) => rule.organisationId === key.organisationId && rule.entryId === key.entryId),
    )
    .find((rule) => rule !== undefined);
}

/** Returns the ids of what the ticket is about and of those above it, from the leaf up. */
async function readLevels(
  transaction: Database,
  organisationId: string,
  { categoryId, serviceId }: Pick<Row<'ticket'>, 'categoryId' | 'serviceId'>,
): Promise<string[]> {
  if (categoryId === null && serviceId === null) return [];
  const entry = await transaction
    .selectFrom('catalogueEntry')
    .select(['id', 'serviceId', 'familyId'])
    .where('organisationId', '=', organisationId)
    .where(categoryId === null ? 'serviceId' : 'id', '=', categoryId ?? serviceId ?? '')
    .limit(1)
    .executeTakeFirst();
  if (!entry) return [];
  const levels = levelsOf(entry);
  return categoryId === null ? levels.slice(1) : levels;
}
