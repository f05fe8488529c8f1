// The list query, texts and acts of a ticket, the time line, keyboard movement, and the ticket to show.
import { describe, expect, test } from 'vitest';
import type { MyTicketDetail } from '../../../../contract/ipc.ts';
import type { TicketStatus } from '../../../../contract/primitives.ts';
import { err } from '../../../../contract/result.ts';
import {
  ALL_ABILITIES,
  isOverdue,
  type Participation,
  type RequesterAct,
} from '../../../../contract/ticket.ts';
import { dueText } from '../../../../renderer/tickets/due.ts';
import { FIRST_LIST, foundCount, nextList, shelfOf } from '../../../../renderer/tickets/shelf.ts';
import { isNumberLate, numberText, progressText, statusOf } from '../../../../renderer/tickets/status.ts';
import {
  comingStatus,
  latestRating,
  mayRate,
  offeredActs,
  waitingActTexts,
} from '../../../../renderer/tickets/ticket-acts.ts';
import { isShowable } from '../../../../renderer/tickets/ticket-file.ts';
import { withIndex } from '../../../../renderer/tickets/ticket-list.tsx';
import { timeLineOf } from '../../../../renderer/tickets/time-line.ts';
import { nextReading } from '../../../../renderer/tickets/use-tickets.ts';
import { rememberLast } from '../../../../renderer/ui/last-notice.ts';
import { indexAfterKey } from '../../../../renderer/ui/roving-focus.ts';
import { createTexts, type Translate } from '../../../../renderer/ui/texts.ts';

const english = createTexts('en');
const t: Translate = (key, figures = {}) => english.t(key, figures);

function detailOf(
  status: TicketStatus,
  { you = 'requester', waitingActs = [] }: { you?: Participation; waitingActs?: RequesterAct[] } = {},
): MyTicketDetail {
  const at = '2025-03-04T09:00:00.000Z';
  return {
    stage: 'created',
    ticket: {
      id: '01980000-0000-7000-8000-000000000001',
      number: 'R-000001',
      kind: 'incident',
      title: 'A title',
      description: 'What is wrong',
      status,
      you,
      requester: { email: 'requester@example.org', fullName: 'A requester' },
      contacts: [],
      approver: null,
      category: null,
      answers: [],
      impact: null,
      urgency: null,
      technician: null,
      solution: null,
      team: null,
      priority: null,
      priorityReason: null,
      closesAt: null,
      mergedInto: null,
      pending: null,
      satisfaction: null,
      createdAt: at,
      dueAt: null,
      updatedAt: at,
      attachments: [],
      comments: [],
      actsUnderWay: [],
      can: ALL_ABILITIES,
      statusText: null,
      numberAwaited: false,
      numberDueAt: null,
    },
    waitingComments: [],
    waitingActs,
    waitingRating: null,
    pausedUntil: null,
    progress: null,
  };
}

describe('the list query', () => {
  test('starts at the first page of another shelf, without older tickets', () => {
    const long = nextList(
      { ...FIRST_LIST, shelf: 'closed', older: true, limit: 800 },
      { kind: 'shelf', shelf: 'invited' },
    );
    expect(long).toEqual({ ...FIRST_LIST, shelf: 'invited' });
  });

  test('grows near the end of the list, once for each page', () => {
    const shown = FIRST_LIST.limit;
    const grown = nextList(FIRST_LIST, { kind: 'more', shown });
    expect(grown.limit).toBe(2 * shown);
    expect(nextList(grown, { kind: 'more', shown })).toBe(grown);
    expect(nextList({ ...FIRST_LIST, limit: 10_000 }, { kind: 'more', shown: 10_000 }).limit).toBe(10_000);
  });

  test('keeps its shelf during a search', () => {
    const searching = nextList({ ...FIRST_LIST, shelf: 'closed' }, { kind: 'search', search: 'printer' });
    expect(nextList(searching, { kind: 'search', search: '' })).toEqual({ ...FIRST_LIST, shelf: 'closed' });
  });

  test('the number of results is shown only for the present search text, once its list is read', () => {
    const query = nextList(FIRST_LIST, { kind: 'search', search: 'printer' });
    const list = { tickets: [], total: 7, query };
    expect(foundCount(query, null)).toBeNull();
    expect(foundCount(query, { ...list, query: FIRST_LIST })).toBeNull();
    expect(foundCount(nextList(query, { kind: 'search', search: 'printer 2' }), list)).toBeNull();
    expect(foundCount(nextList(query, { kind: 'more', shown: 100 }), list)).toBe(7);
  });

  test('an own ticket is open until closed, and those of others are on a separate shelf', () => {
    expect(shelfOf({ you: 'requester', status: 'resolved' })).toBe('open');
    expect(shelfOf({ you: 'requester', status: 'closed' })).toBe('closed');
    expect(shelfOf({ you: 'approver', status: 'waiting_for_approval' })).toBe('invited');
  });

  test('the focused line stays rendered, however far the list scrolls', () => {
    const range = { startIndex: 500, endIndex: 502, overscan: 1, count: 5000 };
    expect(withIndex(range, 3)).toEqual([3, 499, 500, 501, 502, 503]);
    expect(withIndex(range, 501)).toEqual([499, 500, 501, 502, 503]);
    expect(withIndex({ ...range, startIndex: 0, endIndex: 0, count: 1 }, 7)).toEqual([0]);
  });
});

describe('due dates and progress', () => {
  const now = Date.parse('2025-03-04T12:00:00.000Z');
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();

  test('a due date is a text, before and after it', () => {
    expect(dueText({ dueAt: at(3), status: 'assigned' }, now, 'en', t)).toBe('Due in 3 hours');
    expect(dueText({ dueAt: at(-3), status: 'assigned' }, now, 'en', t)).toBe('Overdue, was due 3 hours ago');
    expect(dueText({ dueAt: null, status: 'assigned' }, now, 'en', t)).toBeNull();
  });

  test('a ticket is still on time at its due time', () => {
    expect(isOverdue({ dueAt: at(0), status: 'assigned' }, now)).toBe(false);
    expect(isOverdue({ dueAt: at(0), status: 'assigned' }, now + 1)).toBe(true);
    expect(dueText({ dueAt: at(0), status: 'assigned' }, now, 'en', t)).toMatch(/^Due /);
  });

  test('a finished ticket is never late', () => {
    for (const status of ['resolved', 'closed', 'rejected'] as const) {
      expect(isOverdue({ dueAt: at(-3), status }, now)).toBe(false);
      expect(dueText({ dueAt: at(-3), status }, now, 'en', t)).toBeNull();
    }
  });

  test('upload progress is in percent, at most a hundred', () => {
    expect(progressText({ sent: 450, size: 1000 }, 'en', t)).toBe('Sending files: 45%');
    expect(progressText({ sent: 1001, size: 1000 }, 'en', t)).toBe('Sending files: 100%');
  });
});

describe('the acts offered on a ticket', () => {
  test.each([
    ['resolved', 'requester', ['close', 'reopen']],
    ['resolved', 'contact', ['close', 'reopen']],
    ['resolved', 'joiner', []],
    ['rejected', 'requester', ['reopen']],
    ['waiting_for_approval', 'approver', ['approve', 'reject']],
    ['waiting_for_approval', 'requester', []],
    ['resolved', 'approver', []],
    ['assigned', 'requester', []],
    ['closed', 'requester', []],
  ] as const)('a ticket that is %s offers the %s %j', (status, you, acts) => {
    expect(offeredActs(detailOf(status, { you }))).toEqual(acts);
  });

  test('an act that waits to be sent is not offered again', () => {
    expect(offeredActs(detailOf('resolved', { waitingActs: ['reopen'] }))).toEqual([]);
    expect(
      offeredActs(detailOf('waiting_for_approval', { you: 'approver', waitingActs: ['approve'] })),
    ).toEqual([]);
  });

  test('a ticket not created yet has no acts', () => {
    expect(offeredActs({ ...detailOf('rejected'), stage: 'sent' })).toEqual([]);
  });

  test('"It works now" shows the ticket as closed at once, and offers the rating', () => {
    const confirmed = detailOf('resolved', { waitingActs: ['close'] });
    expect(comingStatus(confirmed)).toBe('closed');
    expect(mayRate(confirmed)).toBe(true);
    expect(mayRate(detailOf('resolved'))).toBe(false);
    expect(mayRate(detailOf('closed', { you: 'approver' }))).toBe(false);
  });

  test('a waiting act is shown by its text', () => {
    expect(waitingActTexts(detailOf('resolved', { waitingActs: ['reopen'] }), t)).toEqual(['It still fails']);
    expect(waitingActTexts(detailOf('rejected', { waitingActs: ['reopen'] }), t)).toEqual(['Reopen']);
  });

  test('the last rating is the one shown, sent or not', () => {
    const detail = detailOf('closed');
    const [first, second] = [
      { score: 2, comment: '' },
      { score: 4, comment: 'After all' },
    ];
    const rated = { ...detail, ticket: { ...detail.ticket, satisfaction: first } };
    expect(latestRating(rated)).toEqual(first);
    expect(latestRating({ ...rated, waitingRating: second })).toEqual(second);
  });
});

describe('the time line', () => {
  const comment = (id: string, createdAt: string) => ({
    id,
    author: 'technician' as const,
    authorName: 'A technician',
    body: id,
    createdAt,
    attachments: [],
  });

  test('goes from the description to unsent messages', () => {
    const detail = detailOf('resolved');
    const line = timeLineOf({
      ...detail,
      ticket: {
        ...detail.ticket,
        solution: 'Restarted',
        comments: [
          comment('later', '2025-03-04T11:00:00.000Z'),
          comment('sooner', '2025-03-04T10:00:00.000Z'),
        ],
      },
      waitingComments: [
        { id: 'waiting', body: 'Thank you', attachments: [], submittedAt: '2025-03-04T12:00:00.000Z' },
      ],
    });
    expect(line.map(({ kind, id }) => (kind === 'comment' ? id : kind))).toEqual([
      'description',
      'sooner',
      'later',
      'solution',
      'waiting',
    ]);
  });

  test('shows only picture types that the agent serves', () => {
    expect(isShowable({ mediaType: 'image/png' })).toBe(true);
    expect(isShowable({ mediaType: 'image/svg+xml' })).toBe(false);
    expect(isShowable({ mediaType: 'text/html' })).toBe(false);
  });
});

describe('the arrows in a list', () => {
  test('stop at both ends', () => {
    expect(indexAfterKey('ArrowDown', 2, 3, 'vertical')).toBe(2);
    expect(indexAfterKey('ArrowUp', 0, 3, 'vertical')).toBe(0);
    expect(indexAfterKey('End', 0, 3, 'vertical')).toBe(2);
    expect(indexAfterKey('Home', 2, 3, 'vertical')).toBe(0);
  });

  test('of the other direction, and other keys, do nothing', () => {
    expect(indexAfterKey('ArrowDown', 0, 3, 'horizontal')).toBeNull();
    expect(indexAfterKey('a', 0, 3, 'vertical')).toBeNull();
    expect(indexAfterKey('Home', 0, 0, 'vertical')).toBeNull();
  });
});

describe('the ticket to show', () => {
  test('is not lost when named before the screen is mounted, and is passed on again when named again', () => {
    let notify: (notice: { id: string }) => void = () => {};
    const toShow = rememberLast<{ id: string }>((listener) => {
      notify = listener;
    });
    notify({ id: 'a' });
    const first = toShow.last();
    expect(first).toEqual({ id: 'a' });
    let changes = 0;
    const stop = toShow.subscribe(() => {
      changes += 1;
    });
    notify({ id: 'a' });
    expect(toShow.last()).not.toBe(first);
    stop();
    notify({ id: 'b' });
    expect(changes).toBe(1);
  });
});

describe('a reloaded ticket', () => {
  const shown = { key: 'a', value: 'of a former requester', problem: null };

  test('is cleared once the requester may no longer see it', () => {
    const answer = err('ticket-not-found');
    expect(nextReading(shown, { key: 'a', keeps: false, answer })).toMatchObject({ key: 'a', value: null });
  });

  test('stays when reading fails for another reason', () => {
    const answer = err('storage-failed');
    expect(nextReading(shown, { key: 'a', keeps: false, answer }).value).toBe('of a former requester');
  });
});

describe('a ticket on a backend', () => {
  const at = { stage: 'created', number: 'R-000001', status: 'assigned' } as const;

  test('has only the acts that the backend accepts', () => {
    const detail = detailOf('resolved');
    expect(offeredActs(detail)).toEqual(['close', 'reopen']);
    const can = { acts: ['reopen' as const], rate: false, comment: true, attach: true };
    const limited = { ...detail, ticket: { ...detail.ticket, can } };
    expect(offeredActs(limited)).toEqual(['reopen']);
    const closed = detailOf('closed');
    expect(mayRate(closed)).toBe(true);
    expect(mayRate({ ...closed, ticket: { ...closed.ticket, can } })).toBe(false);
  });

  test('shows the backend’s status text for an unmapped status', () => {
    expect(statusOf({ ...at, statusText: null, numberAwaited: false }, t)).toBe('Assigned');
    expect(statusOf({ ...at, statusText: 'Geler', numberAwaited: false }, t)).toBe('Geler');
  });

  test('is shown as sent with its number awaited, until it arrives', () => {
    const sent = { stage: 'sent', number: null, status: 'new', statusText: null } as const;
    expect(numberText({ ...sent, numberAwaited: false }, t)).toBe('Sent');
    expect(numberText({ ...sent, numberAwaited: true }, t)).toBe('Sent, number awaited');
    expect(statusOf({ ...sent, numberAwaited: false }, t)).toBe('At the help desk');
    expect(statusOf({ ...sent, numberAwaited: true }, t)).toBe('New');
    expect(numberText({ ...at, numberAwaited: false }, t)).toBe('R-000001');
  });

  test('has a late number once it is due and still awaited', () => {
    const numberDueAt = '2030-01-01T12:00:00.000Z';
    const due = Date.parse(numberDueAt);
    expect(isNumberLate({ numberAwaited: true, numberDueAt }, due)).toBe(false);
    expect(isNumberLate({ numberAwaited: true, numberDueAt }, due + 1)).toBe(true);
    expect(isNumberLate({ numberAwaited: false, numberDueAt }, due + 1)).toBe(false);
    expect(isNumberLate({ numberAwaited: true, numberDueAt: null }, due)).toBe(false);
  });
});
