// Notifies agents and consoles of changes, after the commit. http/event-streams implements Announce.
import type { ConsoleEvent } from '../../contract/console.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database } from '../storage/schema.ts';
import { selectParticipantIds } from './participants.ts';

export interface Announce {
  /** Tells these agents to sync. */
  agents(agentIds: readonly string[]): void;
  /** Closes the event streams of these agents. */
  dismiss(agentIds: readonly string[]): void;
  /** Tells consoles to reload this list: those of staff who reach the organisation that changed; null: all. */
  console(list: ConsoleEvent, organisationId: string | null): void;
}

/** Returns the ids of all agents of these requesters. */
export async function agentsOf(db: Database, requesterIds: readonly string[]): Promise<string[]> {
  if (requesterIds.length === 0) return [];
  const [only, ...others] = requesterIds;
  const rows =
    only !== undefined && others.length === 0
      ? await selectAgentsOf(db, { requesterId: only })
      : await db.selectFrom('agent').select('id').where('requesterId', 'in', requesterIds).execute();
  return rows.map((row) => row.id);
}

/** Most tickets have one participant. */
const selectAgentsOf = buildOnce((db, { requesterId }: { requesterId: string }) =>
  db.selectFrom('agent').select('id').where('requesterId', '=', requesterId),
);

/** Returns the agents of these organisations; null means all of them. */
export async function agentsOfOrganisations(
  db: Database,
  organisationIds: readonly (string | null)[],
): Promise<string[]> {
  const named = organisationIds.filter((id) => id !== null);
  const rows = await db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select('agent.id')
    .$if(named.length === organisationIds.length, (query) =>
      query.where('device.organisationId', 'in', named),
    )
    .execute();
  return rows.map(({ id }) => id);
}

/** Notifies the agents of all participants, and the console, of a changed ticket. Call it after the commit. */
export async function announceTicket(db: Database, announce: Announce, ticketId: string): Promise<void> {
  const found = await selectAgentsOfTicket(db, { ticketId });
  announce.agents(found.flatMap(({ id }) => id ?? []));
  for (const id of new Set(found.map(({ organisationId }) => organisationId)))
    announce.console('tickets', id);
}

/** With the organisation of each participant, also of one without an agent: it is the ticket's. */
const selectAgentsOfTicket = buildOnce((db, { ticketId }: { ticketId: string }) =>
  db
    .selectFrom('requester')
    .leftJoin('agent', 'agent.requesterId', 'requester.id')
    .select(['agent.id', 'requester.organisationId'])
    .where('requester.id', 'in', selectParticipantIds(db, ticketId)),
);

/** As `announceTicket`, without telling any agent: what has changed, participants do not see. */
export async function announceToStaff(db: Database, announce: Announce, ticketId: string): Promise<void> {
  const { organisationId } = await db
    .selectFrom('ticket')
    .select('organisationId')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  announce.console('tickets', organisationId);
}

/**
 * As `announceTicket`, to the agents of these requesters, and for tickets of these organisations. Leaves out an agent `reading`, whose
 * sync answer has the change.
 */
export async function announceTo(
  db: Database,
  announce: Announce,
  { requesterIds, organisationIds }: { requesterIds: readonly string[]; organisationIds: Iterable<string> },
  reading?: string,
): Promise<void> {
  const agents = await agentsOf(db, requesterIds);
  announce.agents(agents.filter((id) => id !== reading));
  for (const id of new Set(organisationIds)) announce.console('tickets', id);
}
