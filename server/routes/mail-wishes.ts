// The page that the link in a mail leads to, and the one click by which mail programs unsubscribe (RFC 8058).
import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { preferredLanguage } from '../http/language.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { UnsubscribeLinks, Unsubscriber } from '../notices/unsubscribe-links.ts';
import { saveRequesterWish, unsubscribe } from '../notices/wishes.ts';
import { deadWishesPage, savedWishPage, WISHES_POLICY, wishesPage } from '../notices/wishes-page.ts';
import type { Database } from '../storage/schema.ts';

interface MailWishParts {
  db: Database;
  unsubscribeLinks: UnsubscribeLinks;
}

/** In bytes: a form of one field. */
const MOST_FORM = 1024;

export function mailWishHandlers({ db, unsubscribeLinks }: MailWishParts) {
  return {
    showUnsubscribe: {
      rates: ['linksOfAddress'],
      handle: async ({ params, request, reply }) => {
        const who = unsubscribeLinks.read(params['*']);
        const language = languageOf(request);
        return who ? show(reply, wishesPage(who, language)) : show(reply.code(404), deadWishesPage(language));
      },
    },
    unsubscribe: {
      rates: ['linksOfAddress'],
      handle: async ({ params, request, reply }) => {
        const who = unsubscribeLinks.read(params['*']);
        const language = languageOf(request);
        if (!who) return show(reply.code(404), deadWishesPage(language));
        await change(db, who, await readForm(request.raw));
        return show(reply, savedWishPage(language));
      },
    },
  } satisfies Partial<Handlers>;
}

/** Anything but a wish of a requester is the one click. */
async function change(db: Database, who: Unsubscriber, form: URLSearchParams): Promise<void> {
  const wish = form.get('wish');
  if (who.kind === 'requester' && (wish === 'unshown' || wish === 'always'))
    return saveRequesterWish(db, who.id, wish);
  return unsubscribe(db, who);
}

async function readForm(body: IncomingMessage): Promise<URLSearchParams> {
  let form = '';
  // destroying the request would close the connection before the answer
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    form += String(chunk);
    if (form.length > MOST_FORM) break;
  }
  return new URLSearchParams(form.slice(0, MOST_FORM));
}

function languageOf(request: FastifyRequest) {
  return preferredLanguage(request.headers['accept-language']);
}

function show(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', WISHES_POLICY)
    .send(html);
}
