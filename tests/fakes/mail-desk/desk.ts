// A desk that lives on mail, as Octopus does: a mail is an incident, a tagged reply joins it, acknowledgements say the number.
import PostalMime, { type Email } from 'postal-mime';

export interface Incident {
  number: string;
  /** Message-ID of the mail that made it */
  messageId: string;
  subject: string;
  text: string;
  from: string;
  kind: 'incident' | 'service_request';
  ccs: string[];
  /** of that mail, by their names in lower case */
  headers: Record<string, string>;
  status: string;
  comments: { author: string; body: string }[];
  attachments: { name: string; bytes: Buffer }[];
}

/** A mail that the desk writes. */
export interface DeskMail {
  subject: string;
  text: string;
  fromName: string;
  headers: Record<string, string>;
}

export interface MailDesk {
  incidents: Incident[];
  /** Message-IDs of all mails that arrived, repeated ones too. */
  arrived: string[];
  /** Takes a mail in. The answer is what it acknowledges with, null where it does not. */
  take(source: Buffer): Promise<DeskMail | null>;
  /** Of a technician, as mail programs write replies: what is answered is quoted below. */
  reply(incident: Incident, author: string, body: string): DeskMail;
  /** A notice of a machine that only its tag ties to the request. */
  move(incident: Incident, status: string): DeskMail;
}

const TAG = /\[INC-(\d+)\]/;
/** Marks of a service request's block (a setting of Octopus). */
const MARKS = /^#SR#\n([\s\S]*)\n#END#$/m;
const FIRST = 7001;

export function createMailDesk(): MailDesk {
  const incidents: Incident[] = [];
  const arrived: string[] = [];

  function join(incident: Incident, mail: Email): void {
    const author = mail.from?.name || mail.from?.address || '';
    incident.comments.push({ author, body: mail.text ?? '' });
    for (const { filename, content } of mail.attachments) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer);
      incident.attachments.push({ name: filename ?? '', bytes });
    }
  }

  function make(mail: Email): Incident {
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
        join(known, mail);
        return null;
      }
      const incident = make(mail);
      return {
        subject: `Re: ${incident.subject}`,
        text: `Votre demande est enregistrée [INC-${incident.number}].\n\n> ${incident.subject}`,
        fromName: 'Service desk',
        // as a machine answers (RFC 3834): an empty Return-Path makes it no report of failure
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
