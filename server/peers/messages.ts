// What servers of one database tell each other, by NOTIFY. They carry no data: whoever hears one reads the database.
import { z } from 'zod';
import { ConsoleEvent } from '../../contract/console.ts';
import { parseJson } from '../../contract/json.ts';
import { KnownFailure, SignInAct } from '../limits/failure-delays.ts';
import { RATES, type RateName } from '../limits/table.ts';

const Ids = z.array(z.string().max(100)).max(1000);
const Rates = z.enum(Object.keys(RATES) as RateName[]);

/** Bytes of an hour at most: whoever may NOTIFY must not lock anybody out for ever. */
const Amount = z.number().min(-1e12).max(1e12);

/** A message. What another version of the server says, or another program, is not understood and ignored. */
export const PeerMessage = z.discriminatedUnion('kind', [
  /** agents are to sync */
  z.object({ kind: z.literal('sync'), agents: Ids }),
  /** the event streams of agents end */
  z.object({ kind: z.literal('dismiss'), agents: Ids }),
  /** consoles read a list again: those that reach the organisation; null: all */
  z.object({
    kind: z.literal('console'),
    list: ConsoleEvent,
    organisationId: z.string().max(100).nullable(),
  }),
  /** sessions of staff have ended; null: all of them */
  z.object({ kind: z.literal('end-session'), tokenHash: z.string().max(100).nullable() }),
  /** who of these agents has an open event stream? */
  z.object({ kind: z.literal('who-is-online'), question: z.string().max(100), agents: Ids }),
  z.object({ kind: z.literal('online'), question: z.string().max(100), agents: Ids }),
  /** messages of the sender may have been lost */
  z.object({ kind: z.literal('missed') }),
  /** the sender stops, and has told all that it had to tell */
  z.object({ kind: z.literal('left') }),
  /** there are deliveries for whoever leads; `revision` is that of the settings, null where it is not known */
  z.object({ kind: z.literal('deliver'), revision: z.int().nullable() }),
  /** a backend was repaired */
  z.object({ kind: z.literal('try-now'), backendId: z.string().max(100) }),
  /** what callers did, against the rates of limits/table.ts */
  z.object({
    kind: z.literal('used'),
    charges: z.array(z.object({ rate: Rates, key: z.string().max(1000), amount: Amount })).max(1000),
  }),
  /** tries to sign in, and what became of them */
  z.object({ kind: z.literal('sign-in'), act: SignInAct }),
  /** which tries to sign in failed before the sender joined? */
  z.object({ kind: z.literal('what-failed'), question: z.string().max(100) }),
  /** null after the last one */
  z.object({ kind: z.literal('failed'), question: z.string().max(100), failure: KnownFailure.nullable() }),
]);
export type PeerMessage = z.infer<typeof PeerMessage>;

/** `from`: the number of the server that says it. */
const Payload = z.object({ from: z.int(), said: z.array(z.unknown()).max(1000) });

/** In bytes. PostgreSQL takes less than 8,000. */
const LONGEST_PAYLOAD = 7900;

/** Packs messages into as few payloads as they fit in, in their order. One that is too long by itself is a bug. */
export function pack(from: number, messages: readonly PeerMessage[]): string[] {
  const payloads: string[] = [];
  let some: string[] = [];
  let length = 0;
  const end = () => {
    if (some.length > 0) payloads.push(`{"from":${from},"said":[${some.join(',')}]}`);
    some = [];
    length = 0;
  };
  for (const message of messages) {
    const text = JSON.stringify(message);
    const added = Buffer.byteLength(text) + 1;
    if (added > LONGEST_PAYLOAD - 100) throw new Error(`a message ${message.kind} of ${added} bytes`);
    if (length + added > LONGEST_PAYLOAD - 100) end();
    some.push(text);
    length += added;
  }
  end();
  return payloads;
}

/** Returns what another server said, and its number; null for our own, and for what is no payload. */
export function unpack(payload: string, own: number): { from: number; messages: PeerMessage[] } | null {
  const parsed = Payload.safeParse(parseJson(payload));
  if (!parsed.success || parsed.data.from === own) return null;
  const { from, said } = parsed.data;
  return { from, messages: said.flatMap((one) => PeerMessage.safeParse(one).data ?? []) };
}

/** Ids, or charges with their names, in one message: 100 characters each at most. */
const ITEMS_PER_MESSAGE = 50;

/** Splits items into as many as a message holds. */
export function inMessages<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / ITEMS_PER_MESSAGE) }, (_, index) =>
    items.slice(index * ITEMS_PER_MESSAGE, (index + 1) * ITEMS_PER_MESSAGE),
  );
}
