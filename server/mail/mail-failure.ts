// Why a mail was not sent, and what that says of the next ones.
import { z } from 'zod';
import type { Reason } from '../../contract/primitives.ts';

/**
 * - refused: the server will never take this mail, such as to an unknown recipient
 * - later: it does not take this one now
 * - unreachable: it takes none now
 */
export interface MailFailure {
  kind: 'refused' | 'later' | 'unreachable';
  reason: Reason;
}

/** The fields of a nodemailer error. */
const SmtpError = z
  .object({
    code: z.string().catch(''),
    message: z.string().catch('?'),
    command: z.string().catch(''),
    response: z.string().optional().catch(undefined),
    responseCode: z.int().catch(0),
  })
  .catch({ code: '', message: '?', command: '', response: undefined, responseCode: 0 });

/** Longest part of an answer that is shown to staff, in characters. */
const MOST_DETAIL = 200;

/** A file of the mail could not be read: nothing was sent. */
export class FileNotRead extends Error {}

const FILE_NOT_READ: Reason = {
  en: 'A file of this mail could not be read: the log of the server says why.',
  fr: 'Un fichier de ce courriel n’a pas pu être lu\u00a0: le journal du serveur dit pourquoi.',
};

/** Sorts an error of nodemailer, or of a file. */
export function mailFailureOf(failure: unknown): MailFailure {
  const { code, message, command, response, responseCode } = SmtpError.parse(failure);
  if (failure instanceof FileNotRead || code === 'ESTREAM') return { kind: 'later', reason: FILE_NOT_READ };
  const detail = (response ?? message).replace(/\s+/g, ' ').slice(0, MOST_DETAIL);
  // about the recipient or the mail itself: a failure of the sender, the sign-in or the connection concerns all mails
  const isOfSender = command.startsWith('MAIL') || message.startsWith('Invalid sender');
  const isOfMail = code === 'EMESSAGE' || (code === 'EENVELOPE' && !isOfSender);
  if (!isOfMail || responseCode === 421) {
    return {
      kind: 'unreachable',
      reason: {
        en: `The SMTP server takes no mails now: ${detail}`,
        fr: `Le serveur SMTP n’accepte aucun courriel en ce moment\u00a0: ${detail}`,
      },
    };
  }
  // none: the mail did not come as far as the server
  if (responseCode !== 0 && responseCode < 500) {
    return {
      kind: 'later',
      reason: {
        en: `The SMTP server does not take this mail yet: ${detail}`,
        fr: `Le serveur SMTP n’accepte pas encore ce courriel\u00a0: ${detail}`,
      },
    };
  }
  return {
    kind: 'refused',
    reason: {
      en: `This mail cannot be sent: ${detail}`,
      fr: `Ce courriel ne peut pas être envoyé\u00a0: ${detail}`,
    },
  };
}
