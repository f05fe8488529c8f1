// The contract suite's harness for real SMTP and IMAP servers. The suite plays the help desk: our mails arrive in the
// mailbox that the connector reads, and the suite answers them there.
import type { MailSettings } from '../../contract/mail-settings.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import type { Connector, Found, OperationResult } from '../../server/connectors/connector.ts';
import type { SentMails } from '../../server/connectors/mail/sent-mails.ts';
import type { BackendTicket, Harness } from '../connectors/harness.ts';
import { createMailDesk, type Incident } from '../fakes/mail-desk/desk.ts';
import type { MailEnvironment } from './environment.ts';
import { newDomain } from './line.ts';
import { openMailConnector } from './mail-connector.ts';
import { type LiveMailbox, openMailbox } from './mailbox.ts';

const STATUSES: Record<string, TicketStatus> = {
  Nouveau: 'new',
  Assigné: 'assigned',
  'En suspens': 'pending',
  Résolu: 'resolved',
  Fermé: 'closed',
};
const NOT_OURS = 'servers of mail cannot be made to fail from here';

const CANNOT: NonNullable<Harness['cannot']> = {
  lost: NOT_OURS,
  broken: NOT_OURS,
  limited: NOT_OURS,
  down: NOT_OURS,
  approvals: 'the suite’s desk has no approvals',
  solutions: 'its notices carry no solution',
  deletes: 'a desk that is fed by mail never says that a request was deleted',
  'large files': 'most servers take no mail of 27 MB',
};

export async function openMail(environment: MailEnvironment): Promise<Harness> {
  const { connect, sent, close } = await openMailConnector(environment, settingsOf(environment));
  const mailbox = await openMailbox(environment.IMAP_URL, environment.MAIL_REPLY_TO);
  const connector = connect();
  const desk = openDesk(mailbox, sent);
  // addresses of this run only, which are certainly new
  const [run = ''] = newDomain().split('.');

  return {
    connector: withArrivals(connector, desk.arrive),
    badConnector: connect('not the password'),
    cannot: CANNOT,
    organisation: 'Contoso',
    known: { email: `requester.${run}@${environment.MAIL_FROM_DOMAIN}`, fullName: 'Alba Requester' },
    unknown: { email: `other.${run}@${environment.MAIL_FROM_DOMAIN}`, fullName: 'Bruno Requester' },
    category: null,
    spoilNext: () => {},
    goDown: () => {},
    ...desk.seen,
    setClock: null,
    async close() {
      await connector.close();
      await mailbox.close();
      await close();
    },
  };
}

/** Opens the help desk that the suite plays: receives its mails, and answers the harness's methods. */
function openDesk(mailbox: LiveMailbox, sent: SentMails) {
  const desk = createMailDesk();
  const incidents = new Map<string, Incident>();
  const at = (ref: string) => {
    const incident = incidents.get(ref);
    if (!incident) throw new Error(`no mail created the ticket ${ref}`);
    return incident;
  };
  const seen: Pick<Harness, 'tickets' | 'ticket' | 'replies' | 'moves' | 'deletes'> = {
    tickets: async () => [...incidents].map(read),
    ticket: async (ref) => read([ref, at(ref)]),
    replies: (ref, author, body) => mailbox.deliver(desk.reply(at(ref), author, body)),
    async moves(ref, status) {
      const name = Object.entries(STATUSES).find(([, ours]) => ours === status)?.[0] ?? status;
      await mailbox.deliver(desk.move(at(ref), name));
    },
    deletes: async () => {},
  };
  async function arrive(key: string): Promise<void> {
    const source = await mailbox.arrived(await messageIdOf(sent, key));
    const known = desk.incidents.length;
    const acknowledgement = await desk.take(source);
    const created = desk.incidents[known];
    if (created) incidents.set(key, created);
    if (acknowledgement) await mailbox.deliver(acknowledgement);
  }
  return { seen, arrive };
}

function settingsOf(environment: MailEnvironment): Partial<MailSettings> {
  return {
    to: environment.MAIL_DESK_TO,
    senders: ['@guichet-live.example'],
    numberPattern: 'INC-(\\d+)',
    statusPattern: 'Statut : ([^\\n.]+)',
    statuses: STATUSES,
    replyTag: '[INC-{number}]',
  };
}

/** Returns the Message-ID that the mail was sent with: some servers replace ours. */
async function messageIdOf(sent: SentMails, key: string): Promise<string> {
  const mail = await sent.find(key);
  if (!mail) throw new Error(`the sent-mail log has no mail of ${key}`);
  return mail.messageId;
}

/** Waits after each operation until its mail has arrived at the desk. */
function withArrivals(connector: Connector, arrive: (key: string) => Promise<void>): Connector {
  const whole = async (key: string, answer: OperationResult<Found>) => {
    if (answer.ok) await arrive(key);
    return answer;
  };
  return {
    ...connector,
    createTicket: async (ticket) => whole(ticket.key, await connector.createTicket(ticket)),
    addComment: async (comment) => whole(comment.key, await connector.addComment(comment)),
    addAttachment: async (file) => whole(file.key, await connector.addAttachment(file)),
  };
}

function read([ref, incident]: [string, Incident]): BackendTicket {
  return {
    ref,
    number: incident.number,
    title: incident.subject,
    description: incident.text,
    requesterEmail: incident.from,
    status: STATUSES[incident.status] ?? null,
    comments: structuredClone(incident.comments),
    attachments: [...incident.attachments],
    contactEmails: [...incident.ccs],
  };
}
