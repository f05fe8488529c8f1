// What a server has mailed about tickets, and the time that passes until it does.
import { z } from 'zod';
import { MINUTE, SECOND } from '../../../server/clock.ts';
import { SHOWN_WITHIN } from '../../../server/tickets/notices.ts';
import { ask } from './http.ts';
import type { TestServer } from './test-server.ts';
import { until } from './until.ts';

const ToldMail = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  thread: z
    .object({
      messageId: z.string(),
      refersTo: z.string().nullable(),
      replyTo: z.string().nullable(),
      byPerson: z.boolean(),
      unsubscribe: z.string().nullable(),
    })
    .optional(),
});
export type ToldMail = z.infer<typeof ToldMail>;

/** Returns the mails about tickets in the mailbox, oldest first. */
export async function toldMails({ url }: Pick<TestServer, 'url'>): Promise<ToldMail[]> {
  const mails = ToldMail.array().parse((await ask(`${url}/mailbox.json`)).body);
  return mails.filter(({ thread }) => thread !== undefined).reverse();
}

type Desk = Pick<TestServer, 'clock' | 'rows' | 'url'>;

/** Lets time pass until every notice that is due is mailed, dropped or parked. */
export async function allTold({ clock, rows }: Desk, milliseconds = SHOWN_WITHIN): Promise<void> {
  clock.advance(milliseconds);
  await until(async () => {
    // asked first: what is told meanwhile is due then
    const untold = await rows('SELECT number FROM desk_ticket WHERE told = 0');
    const now = clock.now().toISOString();
    const due = await rows(
      "SELECT state, due_at FROM notice WHERE state = 'sending' OR (state = 'waiting' AND due_at <= ?)",
      now,
    );
    // not while one is being sent: its lease would end
    if (!due.some(({ due_at: dueAt }) => String(dueAt) > now)) clock.advance(5 * SECOND);
    return due.length + untold.length === 0;
  }, 'all are told');
}

/** Lets the server write down what its agents have fetched, which it does once a minute. */
export async function fetchedWritten({ clock, rows }: Desk, agentId: string, seq: number): Promise<void> {
  await until(async () => {
    clock.advance(MINUTE);
    const [agent] = await rows('SELECT fetched_seq FROM agent WHERE id = ?', agentId);
    return Number(agent?.fetched_seq) >= seq;
  }, 'what the agent has fetched is written');
}

/** Such as `tech@contoso.example: [R-000001] Assigned to you: …`. */
export async function toldLines(desk: Pick<TestServer, 'url'>): Promise<string[]> {
  return (await toldMails(desk)).map(({ to, subject }) => `${to}: ${subject}`);
}
