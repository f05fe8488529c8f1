// Keeps an accepted command: its key with what it said, and the delivery it makes for the backend.
import type { Command } from '../../contract/sync.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import type { Writer } from './carry-out.ts';

/** Kinds that make a row of their own, which their delivery reads; of the others the body is kept. */
const WITH_OWN_ROW: ReadonlySet<Command['kind']> = new Set(['create-ticket', 'add-comment']);

/** In the transaction that carries the command out. Throws when its key is in use. */
export async function keepCommand(
  transaction: Database,
  clock: Clock,
  { agentId, requesterId }: Writer,
  { command, hash, ticketId }: { command: Command; hash: string; ticketId: string },
): Promise<void> {
  const { key, kind, submittedAt, body } = command;
  await transaction
    .insertInto('command')
    .values({
      ...{ key, agentId, requesterId, ticketId, kind, submittedAt },
      bodyHash: hash,
      body: WITH_OWN_ROW.has(kind) ? null : JSON.stringify(body),
      acceptedAt: instantFrom(clock),
    })
    .execute();
}

/** After every earlier delivery of its ticket, due at once. */
export async function appendDelivery(
  transaction: Database,
  { clock, chance, connectorKind }: { clock: Clock; chance: Chance; connectorKind: string },
  ticketId: string,
  { key, kind }: Command,
): Promise<void> {
  const { last } = await transaction
    .selectFrom('delivery')
    .select(({ fn }) => fn.max('ordinal').as('last'))
    .where('ticketId', '=', ticketId)
    .executeTakeFirstOrThrow();
  const now = instantFrom(clock);
  await transaction
    .insertInto('delivery')
    .values({
      id: chance.id(),
      ticketId,
      ordinal: (last ?? 0) + 1,
      connector: connectorKind,
      operation: kind,
      key,
      state: 'waiting',
      attempt: 0,
      dueAt: now,
      updatedAt: now,
    })
    .execute();
}
