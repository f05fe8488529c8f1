// A valid request for each operation on mails about tickets.
import { randomBytes } from 'node:crypto';
import type { CONSOLE_MAILS_API } from '../../../../contract/console-mails-api.ts';
import { createUnsubscribeLinks } from '../../../../server/notices/unsubscribe-links.ts';
import type { Builder } from './request.ts';
import type { Stage } from './stage.ts';

const PLACE = { event: 'answered', language: 'fr' } as const;
const WORDS = { subject: '{{number}} {{title}}', text: '{{comment}}' };

/** The id of a mail that is parked. */
async function parkedMail({ desk, newTicket }: Stage): Promise<{ params: { id: string } }> {
  const [ticketId, id] = [await newTicket(), randomBytes(16).toString('hex')];
  const now = desk.clock.now().toISOString();
  const [requester] = await desk.rows('SELECT requester_id FROM ticket WHERE id = ?', ticketId);
  await desk.alter(
    `INSERT INTO notice (id, ticket_id, event, requester_id, digest, state, due_at, last_error, created_at, updated_at)
      VALUES (?, ?, 'answered', ?, 0, 'parked', ?, ?, ?, ?)`,
    ...[
      id,
      ticketId,
      requester?.requester_id,
      now,
      JSON.stringify({ en: 'Refused.', fr: 'Refusé.' }),
      now,
      now,
    ],
  );
  return { params: { id } };
}

/** An operation without a request here does not compile. */
export const MAIL_REQUESTS: { readonly [N in keyof typeof CONSOLE_MAILS_API]: Builder<N> } = {
  listMailTexts: () => ({}),
  saveMailText: () => ({ params: PLACE, body: WORDS }),
  restoreMailText: () => ({ params: PLACE }),
  previewMail: () => ({ body: { ...PLACE, ...WORDS } }),
  sendSampleMail: () => ({ body: { ...PLACE, ...WORDS } }),
  readMailQueue: () => ({}),
  retryMail: parkedMail,
  discardMail: parkedMail,
  listMailLanguages: () => ({}),
  saveMailLanguage: ({ fabrikam }) => ({ params: { id: fabrikam }, body: { language: 'fr' } }),
  readMailWishes: () => ({}),
  saveMailWishes: () => ({ body: { switchedOff: [], digestMinutes: null, language: null } }),
};

async function wishLink({ desk }: Stage): Promise<{ '*': string }> {
  const [requester] = await desk.rows('SELECT id FROM requester LIMIT 1');
  const links = createUnsubscribeLinks(desk.serverKey(), () => desk.url);
  return { '*': links.ofRequester(String(requester?.id)).split('/').at(-1) ?? '' };
}

export const UNSUBSCRIBE_REQUESTS: {
  readonly [N in 'showUnsubscribe' | 'unsubscribe']: Builder<N>;
} = {
  showUnsubscribe: async (stage) => ({ params: await wishLink(stage) }),
  unsubscribe: async (stage) => ({
    params: await wishLink(stage),
    bytes: Buffer.from('List-Unsubscribe=One-Click'),
  }),
};
