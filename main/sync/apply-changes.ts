// Applies a sync response: the only writer of tickets, standing, policy, catalogue, announcements and cursor.
import { isDeepStrictEqual } from 'node:util';
import type { MailWish } from '../../contract/mail-wish.ts';
import { unreachable } from '../../contract/primitives.ts';
import type { SyncResponse } from '../../contract/sync.ts';
import type { RequesterAct, TicketSnapshot } from '../../contract/ticket.ts';
import type { AnnouncementStore } from '../announcements/announcement-store.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import { isPicture, type SeenFiles } from '../attachments/seen-files.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import type { PeopleStore } from '../catalogue/people-store.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { OutboxEntry, OutboxStore } from '../outbox/outbox-store.ts';
import type { SentStore } from '../outbox/sent-store.ts';
import { withOwnWish } from '../settings/mail-wish.ts';
import type { Clock } from '../support/clock.ts';
import { countsAsUnread, type News, newsBetween, newsOfNewTicket } from '../tickets/news.ts';
import { type LocalRequester, pendingTicket } from '../tickets/pending-ticket.ts';
import type { TicketStore } from '../tickets/ticket-store.ts';
import { doubtServer, endDoubt, sendAgainTo } from './older-server.ts';
import type { UploadTracker } from './upload-tracker.ts';

export interface ChangeStores {
  values: KeyValueStore;
  tickets: TicketStore;
  outbox: OutboxStore;
  sent: SentStore;
  attachments: Pick<AttachmentFiles, 'release'>;
  catalogue: CatalogueStore;
  announcements: AnnouncementStore;
  people: Pick<PeopleStore, 'removeAll'>;
  seenFiles: SeenFiles;
  progress: Pick<UploadTracker, 'end'>;
  localRequester: LocalRequester;
}

/** What a request told the server. */
export interface Sent {
  sentCursor: number;
  /** what the person wishes to be mailed; null for no news */
  sentWish: MailWish | null;
}

export interface AppliedAnswer {
  catalogueChanged: boolean;
  announcementsChanged: boolean;
  /** the local tickets belonged to another requester: all have to be fetched again */
  reread: boolean;
  /** the ids of that other requester's tickets */
  removedIds: string[];
  /** false when the response's tickets follow the cursor of another requester */
  ticketsApply: boolean;
}

/**
 * Applies a response except its tickets. Call it in one transaction with the results of the same response.
 * `acceptedNow` contains the keys that those results accepted; `sentCursor` and `sentWish` are those of the request.
 */
export function applyAnswer(
  answer: Pick<
    SyncResponse,
    'standing' | 'policy' | 'catalogue' | 'backendGaps' | 'announcements' | 'cursor'
  >,
  {
    sentCursor,
    sentWish,
    acceptedNow,
  }: Pick<Sent, 'sentCursor' | 'sentWish'> & { acceptedNow: ReadonlySet<string> },
  stores: ChangeStores,
): AppliedAnswer {
  const { values, catalogue, announcements } = stores;
  values.write('standing', withOwnWish(values, answer.standing, sentWish));
  values.write('policy', answer.policy);
  const removedIds = changeRequester(answer.standing.requester?.email, acceptedNow, stores);
  const isOther = removedIds !== null;
  const ticketsApply = !isOther || sentCursor === 0;
  if (!ticketsApply) values.write('cursor', 0);
  // it no longer knows whose this agent is
  else if (answer.cursor < sentCursor && answer.standing.requester === null) doubtServer(stores);
  if (answer.catalogue) catalogue.write(answer.catalogue);
  const gapsChanged = !isDeepStrictEqual(stores.localRequester.backendGaps(), answer.backendGaps);
  if (gapsChanged) values.write('backendGaps', answer.backendGaps);
  return {
    catalogueChanged: isOther || answer.catalogue !== null || gapsChanged,
    // `joined` may differ for another requester.
    announcementsChanged: announcements.replaceAll(answer.announcements) || isOther,
    reread: isOther,
    removedIds: removedIds ?? [],
    ticketsApply,
  };
}

/** Call it in a transaction. Returns the news in these tickets. */
export function applyTickets(snapshots: readonly TicketSnapshot[], stores: ChangeStores): News[] {
  const { tickets } = stores;
  return snapshots.flatMap((snapshot) => {
    const found = newsOf(snapshot, stores);
    const cameBack = tickets.isMissing(snapshot.id);
    tickets.put(snapshot);
    if (cameBack) sendAgainTo(snapshot.id, stores);
    removeVisible(snapshot, stores);
    if (!found) return [];
    if (countsAsUnread(found)) tickets.markUnread(snapshot.id);
    return [found];
  });
}

/** Removes the tickets that the requester no longer takes part in. Call it in a transaction. */
export function applyGone(ids: readonly string[], { tickets }: Pick<ChangeStores, 'tickets'>): void {
  for (const id of ids) tickets.remove(id);
}

/**
 * Call it in the transaction that applies the last tickets of a response. Returns the ids of tickets that turned out to be missing at the
 * server.
 */
export function applyCursor(
  { cursor, mark, more, standing }: Pick<SyncResponse, 'cursor' | 'mark' | 'more' | 'standing'>,
  stores: ChangeStores,
  clock: Clock,
): string[] {
  const { values, outbox, sent } = stores;
  values.write('cursor', cursor);
  if (mark === null) values.forget('cursor-mark');
  else values.write('cursor-mark', mark);
  // Before activation the server answers without tickets.
  if (more || standing.state !== 'active' || !standing.requester) return [];
  values.write('caught-up', true);
  // what it had all along has no effect that an answer would show
  for (const { command } of outbox.acceptedAgain()) sent.keep(command);
  return endDoubt(stores, clock);
}

/** Removes local data of another requester and returns the ids of its tickets; null when the requester is the same. */
function changeRequester(
  email: string | undefined,
  acceptedNow: ReadonlySet<string>,
  { values, tickets, outbox, sent, attachments, people, catalogue, seenFiles }: ChangeStores,
): string[] | null {
  const former = values.read('tickets-of');
  if (email === undefined || email === former) return null;
  values.write('tickets-of', email);
  values.write('caught-up', false);
  if (former === null) return null;
  const ids = tickets.removeAll();
  people.removeAll();
  catalogue.remove();
  seenFiles.removeAll();
  values.forget('recent-categories');
  values.forget('untold-mail-wish');
  const keys = outbox.removeAccepted(acceptedNow);
  for (const key of keys) attachments.release(key);
  sent.removeAll();
  values.forget('server-older');
  // The key of a command that created a ticket is the ticket's id.
  return [...ids, ...keys];
}

function newsOf(
  snapshot: TicketSnapshot,
  { values, tickets, outbox, localRequester }: ChangeStores,
): News | null {
  const entries = outbox.ofTicket(snapshot.id);
  const waiting = entries
    .map((entry) => pendingTicket(entry, localRequester))
    .find((ticket) => ticket !== null);
  const before = tickets.read(snapshot.id) ?? waiting;
  if (before) {
    return newsBetween(before, snapshot, {
      fullName: localRequester.me()?.fullName ?? '',
      comments: new Set(entries.map(({ command }) => command.key)),
      acts: actsOf(entries),
    });
  }
  const isJoined = entries.some(({ command }) => command.kind === 'join-ticket');
  return values.read('caught-up') && !isJoined ? newsOfNewTicket(snapshot) : null;
}

function actsOf(entries: readonly OutboxEntry[]): RequesterAct[] {
  return entries.flatMap(({ command }) => (command.kind === 'act-on-ticket' ? [command.body.act] : []));
}

/** Takes commands out of the outbox whose effect the snapshot shows, even if the response that accepted them was lost. */
function removeVisible(snapshot: TicketSnapshot, { outbox, sent, seenFiles, progress }: ChangeStores): void {
  for (const entry of outbox.ofTicket(snapshot.id)) {
    const { command } = entry;
    if (!isVisible(entry, snapshot)) continue;
    sent.keep(command);
    // Pictures sent from here stay available offline.
    for (const file of command.files) if (isPicture(file)) seenFiles.markSeen(file);
    progress.end(command.key);
  }
}

function isVisible({ command, state }: OutboxEntry, snapshot: TicketSnapshot): boolean {
  switch (command.kind) {
    case 'create-ticket':
      return true;
    case 'add-comment':
      return snapshot.comments.some(({ id }) => id === command.key);
    case 'act-on-ticket':
      return state === 'accepted' && !snapshot.actsUnderWay.includes(command.key);
    case 'rate-ticket':
      return state === 'accepted' && snapshot.satisfaction !== null;
    case 'join-ticket':
      return state === 'accepted';
    default:
      return unreachable(command);
  }
}
