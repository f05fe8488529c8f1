// The page that the link in a mail leads to, and the one click by which mail programs unsubscribe (RFC 8058).
import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { preferredLanguage } from '../http/language.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { UnsubscribeLinks, Unsubscriber } from '../notices/unsubscribe-links.ts';
import { unsubscribe } from '../notices/wishes.ts';
import { deadWishesPage, savedWishPage, WISHES_POLICY, wishesPage } from '../notices/wishes-page.ts';
import { saveMailWish } from '../people/mail-wish.ts';
import type { Database } from '../storage/schema.ts';

interface MailWishParts {
  db: Database;
  unsubscribeLinks: UnsubscribeLinks;
}

/** In bytes: a form of one field, in parts with their headers. */
const MOST_FORM = 4096;

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
        const isChanged = await change(db, who, await readForm(request.raw));
        return show(reply, isChanged ? savedWishPage(language) : wishesPage(who, language));
      },
    },
  } satisfies Partial<Handlers>;
}

/** Returns false for a form that says neither what is wished nor the one click: nothing is changed. */
async function change(db: Database, who: Unsubscriber, form: Form): Promise<boolean> {
  const wish = form.get('wish');
  if (wish === null && form.get('List-Unsubscribe') !== 'One-Click') return false;
  if (who.kind === 'requester' && (wish === 'unshown' || wish === 'always'))
    await saveMailWish(db, who.id, wish);
  else await unsubscribe(db, who);
  return true;
}

interface Form {
  get(name: string): unknown;
}

/** Reads a form as pairs, or in parts: mail programs may send either (RFC 8058 section 3.2). What is no form, or too long, has no fields. */
async function readForm(body: IncomingMessage): Promise<Form> {
  const chunks: Buffer[] = [];
  let size = 0;
  // destroying the request would close the connection before the answer
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MOST_FORM) return new URLSearchParams();
    chunks.push(bytes);
  }
  const whole = new Uint8Array(Buffer.concat(chunks));
  const type = body.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) return new URLSearchParams(Buffer.from(whole).toString());
  return new Response(whole, { headers: { 'content-type': type } })
    .formData()
    .catch(() => new URLSearchParams());
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
