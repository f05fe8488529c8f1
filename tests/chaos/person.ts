// The person in front of an agent: sends things, looks whether they are there, and reads.
import { createHash } from 'node:crypto';
import type { RequestName } from '../../contract/channels.ts';
import type { Draft, MyTicketDetail, RequestIn, RequestOut } from '../../contract/ipc.ts';
import type { Result } from '../../contract/result.ts';
import type { Agent } from '../../main/agent/agent.ts';
import type { FileSeen, Shown } from './checker.ts';
import { bytesOf } from './contents.ts';

/** A thing to send, and its files. */
export interface ToSend {
  kind: 'ticket' | 'comment';
  /** the title of the ticket, or the text of the comment */
  text: string;
  /** the title of the ticket it belongs to: its own where it is one */
  ticket: string;
  files: readonly { name: string; size: number; seed: number }[];
}

export type AskAgent = <N extends RequestName>(
  name: N,
  input: RequestIn<N>,
) => Promise<Result<RequestOut<N>>>;

export interface Person {
  /**
   * Sends it as a person does who looks first whether it is there already. saved: they were told so, or see it; gone: there is
   * nothing to write to.
   */
  send(thing: ToSend): Promise<'saved' | 'gone' | { failed: string }>;
  /** Returns what the agent shows: texts without a network, and the files of these names, which it may have to download. */
  show(names: readonly string[]): Promise<Shown>;
}

/** Returns the value of a result. Throws its error code. */
export async function unwrapped<T>(asked: Promise<Result<T>>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const bodiesOf = ({ ticket, waitingComments }: MyTicketDetail) =>
  [...ticket.comments, ...waitingComments].map(({ body }) => body);

export function createPerson(parts: {
  agent: Agent;
  ask: AskAgent;
  name: string;
  /** Carries out `act` while no request leaves the agent. */
  withoutNetwork<T>(act: () => Promise<T>): Promise<T>;
}): Person {
  const { agent, ask, name, withoutNetwork } = parts;

  async function allTickets(): Promise<MyTicketDetail[]> {
    const details: MyTicketDetail[] = [];
    for (const shelf of ['open', 'closed', 'invited'] as const) {
      const { tickets } = await unwrapped(
        ask('tickets:list', { shelf, search: '', older: true, limit: 10_000 }),
      );
      for (const { id } of tickets) details.push(await unwrapped(ask('tickets:open', { id })));
    }
    return details;
  }

  async function send(thing: ToSend): Promise<'saved' | 'gone' | { failed: string }> {
    const { kind, text, ticket, files } = thing;
    const tickets = await allTickets();
    const home = tickets.find((detail) => detail.ticket.title === ticket);
    if (kind === 'ticket' ? home : home && bodiesOf(home).includes(text)) return 'saved';
    if (kind === 'comment' && !home) return 'gone';
    const draft =
      kind === 'ticket'
        ? await formDraft(text)
        : await unwrapped(ask('draft:of-ticket', { id: home?.ticket.id ?? '' }));
    if (!draft) return { failed: 'no form' };
    const content = {
      ...draft.content,
      ...(kind === 'ticket' ? { title: text, description: `About ${text}` } : { description: text }),
    };
    await unwrapped(ask('draft:write', { id: draft.id, content }));
    const missing = files.filter(({ name }) => !draft.attachments.some((attached) => attached.name === name));
    if (missing.length > 0) {
      const attached = await agent.attachFiles({
        id: draft.id,
        files: missing.map((file) => ({ name: file.name, bytes: bytesOf(file) })),
      });
      if (!attached.ok) return { failed: attached.error.code };
      if (attached.value.refused.length > 0) return { failed: attached.value.refused[0]?.code ?? '' };
    }
    const sent = await ask('draft:submit', { id: draft.id, content, act: null });
    return sent.ok ? 'saved' : { failed: sent.error.code };
  }

  /** The draft of a ticket that was begun before, or a new one in the form. */
  async function formDraft(title: string): Promise<Draft | null> {
    const begun = (await unwrapped(ask('draft:others', undefined))).find((one) => one.title === title);
    agent.form.open(begun ? { id: begun.id } : {});
    return unwrapped(ask('draft:current', undefined));
  }

  async function show(names: readonly string[]): Promise<Shown> {
    const details = await withoutNetwork(allTickets);
    const readable: FileSeen[] = [];
    for (const { ticket } of details)
      for (const file of [
        ...ticket.attachments,
        ...ticket.comments.flatMap(({ attachments }) => attachments),
      ]) {
        const found = names.includes(file.name) ? await agent.attachmentBytes(ticket.id, file.sha256) : null;
        if (found)
          readable.push({ name: file.name, sha256: createHash('sha256').update(found.bytes).digest('hex') });
      }
    const tickets = details.map(({ ticket }) => ({
      title: ticket.title,
      number: ticket.number,
      comments: ticket.comments.map(({ body }) => ({ text: body })),
      files: [],
    }));
    return { agent: name, tickets, readable };
  }

  return { send, show };
}
