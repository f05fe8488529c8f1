// What exists at the desk of a history, and what is still on its way there.
import { createHash } from 'node:crypto';
import { staffAt } from '../fakes/staff.ts';
import type { TicketSeen } from './checker.ts';
import type { ChaosDesk } from './desk.ts';
import { type Installation, STAFF } from './installation.ts';
import type { Plan } from './plan.ts';

export interface Truth {
  tickets(): Promise<TicketSeen[]>;
  /** A technician writes to the ticket of this title. Returns false where it is not there yet, or the server did not take it. */
  reply(title: string, text: string): Promise<boolean>;
  /** Returns what has not arrived, or null. What the servers have parked is tried again. */
  underWay(): Promise<string | null>;
}

interface Parts {
  plan: Plan;
  desk: ChaosDesk;
  installation: Installation;
  /** of a server that is up */
  address(): string | null;
}

const UNDER_WAY = `select id, operation, state, look_again_at from delivery
  where state not in ('done', 'discarded') or look_again_at is not null`;

export function openTruth({ plan, desk, installation, address }: Parts): Truth {
  async function signedIn() {
    const staff = staffAt(address() ?? 'http://127.0.0.1:9');
    await staff.ask('signIn', { body: STAFF });
    return staff;
  }

  async function retry(id: string): Promise<void> {
    const staff = await signedIn();
    const again = () => staff.ask('retryDelivery', { params: { id } });
    await again();
  }

  async function ofBuiltIn(): Promise<TicketSeen[]> {
    const tickets = await installation.rows(
      'select ticket.id, ticket.title from desk_ticket join ticket on ticket.id = desk_ticket.idempotency_key order by desk_ticket.number',
    );
    const comments = await installation.rows(
      'select ticket_id, body from comment where internal = 0 order by ticket_id, ordinal',
    );
    const files = await installation.rows('select id, ticket_id, name from attachment');
    const staff = files.length > 0 ? await signedIn() : null;
    const sums = new Map<unknown, string>();
    for (const { id } of files) {
      const bytes = await staff?.attachment(String(id)).catch(() => null);
      if (bytes) sums.set(id, createHash('sha256').update(bytes).digest('hex'));
    }
    return tickets.map(({ id, title }) => ({
      title: String(title),
      comments: comments.filter((one) => one.ticket_id === id).map(({ body }) => ({ text: String(body) })),
      files: files
        .filter((file) => file.ticket_id === id && sums.has(file.id))
        .map((file) => ({ name: String(file.name), sha256: sums.get(file.id) ?? '' })),
    }));
  }

  const ofDesk = (): TicketSeen[] =>
    desk.tickets().map(({ title, comments, attachments }) => ({
      title,
      comments: comments.map(({ body }) => ({ text: body })),
      files: attachments.map(({ name, bytes }) => ({
        name,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })),
    }));

  return {
    tickets: async () => (plan.desk === 'elsewhere' ? ofDesk() : ofBuiltIn()),
    async reply(title, text) {
      if (plan.desk === 'elsewhere') return desk.reply(title, text);
      const [ticket] = await installation.rows(
        `select ticket.id from desk_ticket join ticket on ticket.id = desk_ticket.idempotency_key where title = '${title}'`,
      );
      if (!ticket) return false;
      const params = { id: String(ticket.id) };
      return signedIn()
        .then(async (staff) => {
          await staff.ask('takeTicket', { params }).catch(() => {});
          await staff.ask('replyToTicket', { params, body: { body: text, internal: false } });
        })
        .then(
          () => true,
          // it may have been written all the same: nobody writes it twice
          () => true,
        );
    },
    async underWay() {
      const rows = await installation.rows(UNDER_WAY);
      for (const { id, state } of rows) if (state === 'parked') await retry(String(id));
      return rows.length === 0 ? null : `${rows.length} deliveries, such as ${JSON.stringify(rows[0])}`;
    },
  };
}
