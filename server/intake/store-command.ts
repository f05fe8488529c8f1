// Stores an accepted command: its key, and a hash of its body.
import type { Command } from '../../contract/sync.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { CommandAuthor } from './command-author.ts';

/** Must run in the transaction that carries out the command. Throws when the key is in use. */
export async function storeCommand(
  transaction: Database,
  clock: Clock,
  { agentId, requesterId }: CommandAuthor,
  { command, hash, ticketId }: { command: Command; hash: string; ticketId: string },
): Promise<void> {
  const { key, kind, submittedAt } = command;
  await insertCommand(transaction, {
    ...{ key, agentId, requesterId, ticketId, kind, submittedAt },
    bodyHash: hash,
    acceptedAt: instantFrom(clock),
  });
}

const insertCommand = buildOnce((db, row: Row<'command'>) => db.insertInto('command').values(row));
