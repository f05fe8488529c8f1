// Shows the mails of a server without SMTP, to requests from the same machine only.
import type { FastifyRequest } from 'fastify';
import { fail } from '../http/errors.ts';
import { preferredLanguage } from '../http/language.ts';
import { isLoopback, isLoopbackUrl } from '../http/loopback.ts';
import type { Handlers } from '../http/serve-api.ts';
import { MAILBOX_POLICY, renderMailbox } from '../mail/mailbox-page.ts';
import type { Mailbox } from '../mail/mailer.ts';

interface MailboxParts {
  /** null when mails are sent by SMTP */
  mailbox: Mailbox | null;
  publicUrl: () => string;
}

export function mailboxHandlers({ mailbox, publicUrl }: MailboxParts) {
  function open(request: FastifyRequest): Mailbox {
    if (!mailbox || !isLoopback(request) || !isLoopbackUrl(publicUrl())) return fail('not-found');
    return mailbox;
  }
  return {
    showMailbox: async ({ request, reply }) =>
      reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-security-policy', MAILBOX_POLICY)
        .send(renderMailbox(open(request).mails(), preferredLanguage(request.headers['accept-language']))),
    listMails: async ({ request, reply }) =>
      reply.header('cache-control', 'no-store').send(open(request).mails()),
  } satisfies Partial<Handlers>;
}
