// The server's part of the file desk, a help desk that reads a folder: the index.ts that docs/add-a-connector.md describes.

import type {
  Capabilities,
  Connector,
  NewTicket,
  OperationResult,
} from '../../../server/connectors/connector.ts';
import type { ConnectorKind } from '../../../server/connectors/connector-kind.ts';
import { done, failed, foundPlain } from '../../../server/connectors/results.ts';
import type { FileSettings } from './settings.ts';
import { openTicketFile } from './ticket-file.ts';

export const fileKind: ConnectorKind<FileSettings> = {
  create: createFileConnector,
  serversOf: () => [],
  receiverOf: () => null,
};

/** No replies come from a folder. */
const CAPABILITIES: Capabilities = {
  comments: true,
  attachments: 'none',
  acts: [],
  resolve: false,
  staff: {},
  rating: false,
  contacts: false,
  changes: false,
  catalogue: false,
  people: false,
};

const WHY = {
  unreachable: {
    en: 'The folder cannot be read or written.',
    fr: 'Le dossier ne peut pas être lu ou écrit.',
  },
  gone: { en: 'The folder has no such ticket.', fr: 'Le dossier ne contient pas ce ticket.' },
  notDone: {
    en: 'A folder takes tickets and comments only.',
    fr: 'Un dossier n’accepte que tickets et messages.',
  },
};

/** The reference of a ticket is its key. */
export function createFileConnector({ folder }: FileSettings): Connector {
  const tickets = openTicketFile(folder);
  const refuse = async () => failed('refused', WHY.notDone);
  return {
    capabilities: CAPABILITIES,
    async check() {
      const answer = await orUnreachable(() => tickets.tryOut());
      return [{ name: 'reachable', problem: answer.ok ? null : answer.failure.reason }];
    },
    createTicket: (ticket) =>
      orUnreachable(async () => {
        const { key, title, requester } = ticket;
        await tickets.append({
          operation: 'create-ticket',
          key,
          title,
          text: textOf(ticket),
          requester: requester.email,
        });
        return foundPlain(key);
      }),
    async addComment({ key, ticketRef, author, body, internal }) {
      if (internal) return failed('refused', WHY.notDone);
      const lines = await orUnreachable(() => tickets.lines());
      if (!lines.ok) return lines;
      if (!lines.value.some((line) => line.key === ticketRef)) return failed('gone', WHY.gone);
      return orUnreachable(async () => {
        await tickets.append({
          operation: 'add-comment',
          key,
          ticket: ticketRef,
          author: author.fullName,
          text: body,
        });
        return foundPlain(key);
      });
    },
    findByKey: ({ key }) =>
      orUnreachable(async () => {
        const lines = await tickets.lines();
        return lines.some((line) => line.key === key) ? foundPlain(key) : null;
      }),
    addAttachment: refuse,
    transition: refuse,
    rate: refuse,
    addContact: refuse,
    changesSince: refuse,
    catalogue: refuse,
    people: refuse,
    close: async () => {},
  };
}

/** Maps Node's file errors to `unreachable`: the folder may be available later. */
async function orUnreachable<T>(work: () => Promise<T>): Promise<OperationResult<T>> {
  try {
    return done(await work());
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure) return failed('unreachable', WHY.unreachable);
    throw failure;
  }
}

/** Composes the request with answers and facts, for the technician. */
function textOf({ description, answers, facts, category, hostname }: NewTicket): string {
  const lines = [...answers, ...facts].map(({ label, value }) => `${label}: ${value}`);
  return [description, category?.name ?? '', ...lines, hostname].filter((line) => line !== '').join('\n');
}
