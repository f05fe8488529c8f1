// Shows the mails of a server without SMTP where MAILBOX allows it, to requests from the same machine only.
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { fail } from '../http/errors.ts';
import { preferredLanguage } from '../http/language.ts';
import { isLoopback } from '../http/loopback.ts';
import type { Handlers } from '../http/serve-api.ts';
import { MAILBOX_POLICY, renderMailbox } from '../mail/mailbox-page.ts';
import type { Mailbox } from '../mail/mailer.ts';

interface MailboxParts {
  /** null when mails are sent by SMTP */
  mailbox: Mailbox | null;
  config: Pick<Config, 'showsMailbox'>;
}

export function mailboxHandlers({ mailbox, config }: MailboxParts) {
  function open(request: FastifyRequest): Mailbox {
    if (!mailbox || !config.showsMailbox || !isLoopback(request)) return fail('not-found');
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
