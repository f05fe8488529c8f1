// A desk that reads a folder, as the server would know it: the index.ts that docs/add-a-connector.md asks for.
import { done, failed, foundPlain } from '../../../server/connectors/answers.ts';
import type { Answer, Capabilities, Connector, NewTicket } from '../../../server/connectors/connector.ts';
import type { ConnectorKind } from '../../../server/connectors/connector-kind.ts';
import { openBook } from './book.ts';
import type { FileSettings } from './settings.ts';

export const fileKind: ConnectorKind<FileSettings> = {
  create: createFileConnector,
  hostOf: () => null,
  receiverOf: () => null,
};

/** Nobody answers from a folder. */
const CAPABILITIES: Capabilities = {
  comments: true,
  attachments: 'none',
  acts: [],
  resolve: false,
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

/** Its reference of a ticket is the ticket's key. */
export function createFileConnector({ folder }: FileSettings): Connector {
  const book = openBook(folder);
  const refuse = async () => failed('refused', WHY.notDone);
  return {
    capabilities: CAPABILITIES,
    async check() {
      const answer = await orUnreachable(() => book.tryOut());
      return [{ name: 'reachable', why: answer.ok ? null : answer.failure.reason }];
    },
    createTicket: (ticket) =>
      orUnreachable(async () => {
        const { key, title, requester } = ticket;
        await book.append({
          operation: 'create-ticket',
          key,
          title,
          text: textOf(ticket),
          requester: requester.email,
        });
        return foundPlain(key);
      }),
    async addComment({ key, ticketRef, author, body }) {
      const lines = await orUnreachable(() => book.lines());
      if (!lines.ok) return lines;
      if (!lines.value.some((line) => line.key === ticketRef)) return failed('gone', WHY.gone);
      return orUnreachable(async () => {
        await book.append({
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
        const lines = await book.lines();
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

/** What Node says of a file is no bug: the folder may be there again later. */
async function orUnreachable<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return done(await work());
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure) return failed('unreachable', WHY.unreachable);
    throw failure;
  }
}

/** All that the person was asked, as a technician reads it. */
function textOf({ description, answers, facts, category, hostname }: NewTicket): string {
  const lines = [...answers, ...facts].map(({ label, value }) => `${label}: ${value}`);
  return [description, category?.name ?? '', ...lines, hostname].filter((line) => line !== '').join('\n');
}
