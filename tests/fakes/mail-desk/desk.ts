// A fake help desk that works by mail, like Octopus: a mail creates an incident, which is acknowledged with its number, and
// a reply with the incident's tag is added to it.
import PostalMime, { type Email } from 'postal-mime';

export interface Incident {
  number: string;
  /** Message-ID of the mail that created it */
  messageId: string;
  subject: string;
  text: string;
  from: string;
  kind: 'incident' | 'service_request';
  ccs: string[];
  /** headers of that mail, by name in lower case */
  headers: Record<string, string>;
  status: string;
  comments: { author: string; body: string }[];
  attachments: { name: string; bytes: Buffer }[];
}

/** A mail from the desk. */
export interface DeskMail {
  subject: string;
  text: string;
  fromName: string;
  headers: Record<string, string>;
}

export interface MailDesk {
  incidents: Incident[];
  /** Message-IDs of all mails that arrived, including repeats. */
  arrived: string[];
  /** Receives a mail. Returns the acknowledgement, or null where there is none. */
  take(source: Buffer): Promise<DeskMail | null>;
  /** Returns a technician's reply, which quotes the request below, as mail programs do. */
  reply(incident: Incident, author: string, body: string): DeskMail;
  /** Sets the status. Returns an automatic notice, which refers to the request by its tag only. */
  move(incident: Incident, status: string): DeskMail;
}

const TAG = /\[INC-(\d+)\]/;
/** The markers around a service request (a setting of Octopus). */
const MARKS = /^#SR#\n([\s\S]*)\n#END#$/m;
const FIRST = 7001;

export function createMailDesk(): MailDesk {
  const incidents: Incident[] = [];
  const arrived: string[] = [];

  function addComment(incident: Incident, mail: Email): void {
    const author = mail.from?.name || mail.from?.address || '';
    incident.comments.push({ author, body: mail.text ?? '' });
    for (const { filename, content } of mail.attachments) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer);
      incident.attachments.push({ name: filename ?? '', bytes });
    }
  }

  function createIncident(mail: Email): Incident {
    const text = mail.text ?? '';
    const marked = MARKS.exec(text.replaceAll('\r\n', '\n'))?.[1];
    const incident: Incident = {
      number: String(FIRST + incidents.length),
      messageId: mail.messageId ?? '',
      subject: mail.subject ?? '',
      text: marked ?? text,
      from: mail.from?.address ?? '',
      kind: marked === undefined ? 'incident' : 'service_request',
      ccs: (mail.cc ?? []).map(({ address }) => address ?? ''),
      headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
      status: 'Nouveau',
      comments: [],
      attachments: [],
    };
    incidents.push(incident);
    return incident;
  }

  return {
    incidents,
    arrived,
    async take(source) {
      const mail = await PostalMime.parse(source);
      const messageId = mail.messageId ?? '';
      const isRepeated = arrived.includes(messageId);
      arrived.push(messageId);
      if (isRepeated) return null;
      const number = TAG.exec(mail.subject ?? '')?.[1];
      const known = incidents.find((incident) => incident.number === number);
      if (known) {
        addComment(known, mail);
        return null;
      }
      const incident = createIncident(mail);
      return {
        subject: `Re: ${incident.subject}`,
        text: `Votre demande est enregistrée [INC-${incident.number}].\n\n> ${incident.subject}`,
        fromName: 'Service desk',
        // headers of an automatic answer (RFC 3834); an empty Return-Path alone does not make it a bounce
        headers: { 'Return-Path': '<>', 'In-Reply-To': messageId, 'Auto-Submitted': 'auto-replied' },
      };
    },
    reply(incident, author, body) {
      const { messageId, subject, number, text } = incident;
      incident.comments.push({ author, body });
      const quoted = text.replaceAll(/^/gm, '> ');
      return {
        subject: `Re: ${subject} [INC-${number}]`,
        text: `${body}\n\nLe lun. 7 janv. 2030 à 10:00, A requester\n<requester@contoso.example> a écrit :\n${quoted}`,
        fromName: author,
        headers: { 'In-Reply-To': messageId, References: messageId },
      };
    },
    move(incident, status) {
      incident.status = status;
      return {
        subject: `[INC-${incident.number}] a changé`,
        text: `Statut : ${status}.\nNe répondez pas à ce message.`,
        fromName: 'Service desk',
        headers: { 'Auto-Submitted': 'auto-generated', Precedence: 'bulk' },
      };
    },
  };
}
