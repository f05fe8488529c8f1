// The contract suite's harness for the mail desk.
import type { TicketStatus } from '../../../contract/primitives.ts';
import type { BackendTicket, Harness } from '../../connectors/harness.ts';
import type { Incident } from './desk.ts';
import type { Dovecot } from './dovecot.ts';
import { openMailDesk } from './open-desk.ts';

export async function openMailHarness(dovecot: Dovecot): Promise<Harness> {
  const own = await openMailDesk(dovecot);
  const { desk, smtp, imapLine, settings } = own;
  const statusNameOf = (status: TicketStatus) =>
    Object.entries(settings.statuses).find(([, ours]) => ours === status)?.[0] ?? status;
  const read = (incident: Incident): BackendTicket => ({
    ref: incident.subject.slice(-37, -1),
    number: incident.number,
    title: incident.subject,
    description: incident.text,
    requesterEmail: incident.from,
    status: settings.statuses[incident.status] ?? null,
    comments: structuredClone(incident.comments),
    attachments: [...incident.attachments],
    contactEmails: [...incident.ccs],
  });
  return {
    connector: own.connector,
    badConnector: own.connect({}, 'a wrong password'),
    cannot: {
      solutions: 'its notices carry no solution',
      deletes: 'a desk that is fed by mail never says that a request was deleted',
    },
    organisation: 'Contoso',
    known: { email: 'a.requester@contoso.example', fullName: 'A requester' },
    unknown: { email: 'b.requester@contoso.example', fullName: 'Another requester' },
    category: null,
    spoilNext: (mishap) => smtp.spoilNext(mishap),
    goDown(isDown) {
      smtp.line.goDown(isDown);
      imapLine.goDown(isDown);
    },
    tickets: async () => desk.incidents.map(read),
    ticket: async (ref) => read(own.incident(ref)),
    replies: (ref, author, body) => own.deliver(desk.reply(own.incident(ref), author, body)),
    moves: (ref, status) => own.deliver(desk.move(own.incident(ref), statusNameOf(status))),
    deletes: async () => {
      throw new Error('a mail desk does not report deletions');
    },
    setClock(skewMs, zone) {
      own.clock = { skew: skewMs, zone };
    },
    close: () => own.close(),
  };
}
