// The contract suite's harness for the file desk, with lost answers and broken writes.
import { mkdirSync, renameSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Connector, Found, OperationResult } from '../../../server/connectors/connector.ts';
import { failed } from '../../../server/connectors/results.ts';
import type { Operation } from '../../../server/storage/operation.ts';
import type { BackendTicket, Harness, Mishap } from '../../connectors/harness.ts';
import { createFileConnector } from './kind.ts';
import { type Line, openTicketFile } from './ticket-file.ts';

export async function openFileHarness(): Promise<Harness> {
  const parent = await mkdtemp(path.join(tmpdir(), 'guichet-folder-'));
  const [folder, away] = [path.join(parent, 'tickets'), path.join(parent, 'away')];
  mkdirSync(folder);
  let next: { mishap: Mishap; operation: Operation } | null = null;
  const spoil = async (operation: Operation, call: () => Promise<OperationResult<Found>>) => {
    const mishap = next?.operation === operation ? next.mishap : null;
    if (mishap === null) return call();
    next = null;
    if (mishap === 'lost') await call();
    return failed('unreachable', { en: 'The disk was pulled out.', fr: 'Le disque a été retiré.' });
  };
  const tickets = async () => ticketsIn(await openTicketFile(folder).lines());
  return {
    connector: overLine(createFileConnector({ kind: 'file', folder }), spoil),
    cannot: {
      limited: 'a folder limits nobody',
      deletes: 'no line is ever taken out of the file',
      replies: 'nobody answers from a folder',
      moves: 'a line has no status',
    },
    organisation: 'Contoso',
    known: { email: 'a.requester@contoso.example', fullName: 'A requester' },
    unknown: { email: 'b.requester@contoso.example', fullName: 'Another requester' },
    category: null,
    spoilNext: (mishap, operation) => {
      next = { mishap, operation };
    },
    goDown: (isDown) => (isDown ? renameSync(folder, away) : renameSync(away, folder)),
    tickets,
    async ticket(ref) {
      const ticket = (await tickets()).find((one) => one.ref === ref);
      if (!ticket) throw new Error(`there is no ticket ${ref}`);
      return ticket;
    },
    replies: async () => {},
    moves: async () => {},
    deletes: async () => {},
    setClock: null,
    close: () => rm(parent, { recursive: true, force: true }),
  };
}

function overLine(
  connector: Connector,
  spoil: (
    operation: Operation,
    call: () => Promise<OperationResult<Found>>,
  ) => Promise<OperationResult<Found>>,
): Connector {
  return {
    ...connector,
    createTicket: (ticket) => spoil('create-ticket', () => connector.createTicket(ticket)),
    addComment: (comment) => spoil('add-comment', () => connector.addComment(comment)),
  };
}

function ticketsIn(lines: readonly Line[]): BackendTicket[] {
  return lines.flatMap((line) => {
    if (line.operation !== 'create-ticket') return [];
    const comments = lines.flatMap((other) =>
      other.operation === 'add-comment' && other.ticket === line.key
        ? [{ author: other.author, body: other.text }]
        : [],
    );
    return [
      {
        ref: line.key,
        number: null,
        title: line.title,
        description: line.text,
        requesterEmail: line.requester,
        status: null,
        comments,
        attachments: [],
        contactEmails: [],
      },
    ];
  });
}
