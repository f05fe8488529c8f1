// The tickets of the fake server: participants, the effects of commands, and each person's change feed.
import { randomUUID } from 'node:crypto';
import type { Requester } from '../../contract/enrolment.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { COMMANDS, type CommandEnvelope } from '../../contract/sync.ts';
import {
  ALL_ABILITIES,
  mayAct,
  type Participation,
  statusAfter,
  type TicketComment,
  type TicketSnapshot,
} from '../../contract/ticket.ts';

interface DeskTicket {
  snapshot: TicketSnapshot;
  /** roles of the participants, by address */
  roles: Map<string, Participation>;
  /** number of the last change for each participant, by address */
  numbers: Map<string, number>;
}

function copyOf({ snapshot, roles, numbers }: DeskTicket): DeskTicket {
  return { snapshot, roles: new Map(roles), numbers: new Map(numbers) };
}

/** The error of a command, or null. */
export type CommandOutcome = null | ErrorCode;

export function deskTickets() {
  const tickets = new Map<string, DeskTicket>();
  const lastNumbers = new Map<string, number>();
  /** marks of each person's changes, by number */
  let marks = new Map<string, string>();
  /** changes that a slow desk has accepted but not made yet */
  const pending: (() => void)[] = [];
  const mood = { isSlow: false };

  function numberChange(ticket: DeskTicket): void {
    for (const email of ticket.roles.keys()) {
      const next = (lastNumbers.get(email) ?? 0) + 1;
      lastNumbers.set(email, next);
      ticket.numbers.set(email, next);
      marks.set(`${email} ${next}`, randomUUID());
    }
  }
  function change(id: string, changed: Partial<TicketSnapshot>): void {
    const ticket = find(id);
    ticket.snapshot = { ...ticket.snapshot, ...changed };
    numberChange(ticket);
  }
  function find(id: string): DeskTicket {
    const found = tickets.get(id);
    if (!found) throw new Error(`no ticket ${id}`);
    return found;
  }
  function add(snapshot: TicketSnapshot, roles: [string, Participation][]): void {
    const ticket = { snapshot, roles: new Map(roles), numbers: new Map() };
    tickets.set(snapshot.id, ticket);
    numberChange(ticket);
  }
  function soon(act: () => void): void {
    if (mood.isSlow) pending.push(act);
    else act();
  }

  function create({ key, submittedAt, body }: CommandEnvelope, writer: Requester): CommandOutcome {
    const {
      ticketKind,
      onBehalfOf,
      categoryId,
      facts: _,
      ...written
    } = COMMANDS['create-ticket'].parse(body);
    const requester = onBehalfOf ?? writer;
    const contacts = onBehalfOf ? [...written.contacts, writer] : written.contacts;
    const snapshot: TicketSnapshot = {
      ...written,
      id: key,
      kind: ticketKind,
      number: null,
      status: 'new',
      team: null,
      priority: null,
      priorityReason: null,
      closesAt: null,
      mergedInto: null,
      pending: null,
      you: 'requester',
      requester,
      contacts,
      approver: null,
      category: categoryId === null ? null : { id: categoryId, name: { en: categoryId, fr: categoryId } },
      technician: null,
      solution: null,
      satisfaction: null,
      createdAt: submittedAt,
      dueAt: null,
      updatedAt: submittedAt,
      comments: [],
      actsUnderWay: [],
      can: ALL_ABILITIES,
      statusText: null,
      numberAwaited: false,
      numberDueAt: null,
    };
    const others = contacts.map(({ email }): [string, Participation] => [email, 'contact']);
    add(snapshot, [[requester.email, 'requester'], ...others]);
    return null;
  }

  function onTicket({ key, kind, submittedAt, body }: CommandEnvelope, writer: Requester): CommandOutcome {
    const { ticketId } = body as { ticketId: string };
    const ticket = tickets.get(ticketId);
    const you = ticket?.roles.get(writer.email);
    if (!ticket || !you) return 'ticket-not-found';
    const { status, comments } = ticket.snapshot;
    switch (kind) {
      case 'add-comment': {
        if (status === 'closed') return 'ticket-closed';
        const { body: text, attachments } = COMMANDS['add-comment'].parse(body);
        const comment: TicketComment = {
          id: key,
          author: 'requester',
          authorName: writer.fullName,
          body: text,
          createdAt: submittedAt,
          attachments,
        };
        change(ticketId, { comments: [...comments, comment] });
        return null;
      }
      case 'act-on-ticket': {
        const { act } = COMMANDS['act-on-ticket'].parse(body);
        const next = mayAct(act, you) ? statusAfter(act, status) : null;
        if (!next) return 'act-not-allowed';
        change(ticketId, { actsUnderWay: [...ticket.snapshot.actsUnderWay, key] });
        soon(() => {
          const actsUnderWay = find(ticketId).snapshot.actsUnderWay.filter((other) => other !== key);
          change(ticketId, { status: next, actsUnderWay });
        });
        return null;
      }
      case 'rate-ticket': {
        const { score, comment } = COMMANDS['rate-ticket'].parse(body);
        soon(() => change(ticketId, { satisfaction: { score, comment } }));
        return null;
      }
      default:
        return 'command-unknown';
    }
  }

  function join({ body }: CommandEnvelope, writer: Requester): CommandOutcome {
    const { ticketId } = COMMANDS['join-ticket'].parse(body);
    const ticket = tickets.get(ticketId);
    if (!ticket) return 'announcement-over';
    if (ticket.roles.has(writer.email)) return null;
    soon(() => invite(ticketId, writer, 'joiner'));
    return null;
  }

  function invite(id: string, person: Requester, role: Participation = 'contact'): void {
    const { roles, snapshot } = find(id);
    roles.set(person.email, role);
    const contacts = role === 'contact' ? [...snapshot.contacts, person] : snapshot.contacts;
    change(id, role === 'approver' ? { approver: person.fullName } : { contacts });
  }

  return {
    mood,
    add,
    change,
    invite,
    all: (): TicketSnapshot[] => [...tickets.values()].map(({ snapshot }) => snapshot),
    takesPart: (id: string, email: string) => tickets.get(id)?.roles.has(email) ?? false,
    carryOut(command: CommandEnvelope, writer: Requester): CommandOutcome {
      if (command.kind === 'create-ticket') return create(command, writer);
      return command.kind === 'join-ticket' ? join(command, writer) : onTicket(command, writer);
    },
    /** Makes the pending changes of the slow desk. */
    catchUp(): void {
      for (const act of pending.splice(0)) act();
    },
    lastNumber: (email: string) => lastNumbers.get(email) ?? 0,
    markOf: (email: string, number: number) => marks.get(`${email} ${number}`) ?? null,
    /** Returns a function that restores this moment. */
    backUp() {
      const kept = [...tickets].map(([id, ticket]) => [id, copyOf(ticket)] as const);
      const [numbers, keptMarks] = [new Map(lastNumbers), new Map(marks)];
      return () => {
        tickets.clear();
        for (const [id, ticket] of kept) tickets.set(id, copyOf(ticket));
        lastNumbers.clear();
        for (const [email, number] of numbers) lastNumbers.set(email, number);
        marks = new Map(keptMarks);
      };
    },
    /** Restores a backup without this requester's last changes. */
    rewind: (email: string) => void lastNumbers.set(email, 1),
    /** Returns the tickets that changed after `cursor` for this person, oldest change first. */
    changedSince: (email: string, cursor: number) =>
      [...tickets.values()]
        .map(({ snapshot, roles, numbers }) => ({
          snapshot: { ...snapshot, you: roles.get(email) ?? 'requester' },
          number: numbers.get(email) ?? 0,
        }))
        .filter(({ number }) => number > cursor)
        .sort((a, b) => a.number - b.number),
  };
}
