import { describe, expect, it } from 'vitest';
import { TicketStatus } from '../../../../contract/primitives.ts';
import { ALL_ABILITIES, type TicketSnapshot } from '../../../../contract/ticket.ts';
import { texts } from '../../../../main/support/texts.ts';
import { newsBetween, newsOfNewTicket, type OwnChanges } from '../../../../main/tickets/news.ts';
import { toastOfNews } from '../../../../main/tickets/toast-of-news.ts';
import { COLLEAGUE, commentOf, ME, ticketOf } from '../../../fakes/snapshots.ts';

const ticket = ticketOf();
const nothingOwn: OwnChanges = { fullName: ME.fullName, comments: new Set(), acts: [] };
const news = (before: TicketSnapshot, after: TicketSnapshot, own: Partial<OwnChanges> = {}) =>
  newsBetween(before, after, { ...nothingOwn, ...own });

describe('news', () => {
  it('the requester’s own message is not news, on whatever computer it was written', () => {
    const own = commentOf({ author: 'requester', authorName: ME.fullName });
    expect(news(ticket, { ...ticket, comments: [own] })).toBeNull();
    const underOldName = { ...own, authorName: 'A former name' };
    expect(news(ticket, { ...ticket, comments: [underOldName] }, { comments: new Set([own.id]) })).toBeNull();
  });

  it('a message of another participant is news', () => {
    const comments = [commentOf({ author: 'requester', authorName: COLLEAGUE.fullName })];
    expect(news(ticket, { ...ticket, comments })).toMatchObject({ what: 'reply', author: 'Léa Martin' });
  });

  it('an unchanged ticket is not news', () => {
    expect(news(ticket, { ...ticket, updatedAt: '2026-02-01T00:00:00.000Z' })).toBeNull();
  });

  it('a resolution takes precedence over a reply that came with it', () => {
    const after = { ...ticket, status: 'resolved' as const, solution: 'Done', comments: [commentOf()] };
    expect(news(ticket, after)).toMatchObject({ what: 'resolved', text: 'Done' });
  });

  it('a status caused by an own act is not news', () => {
    const resolved = ticketOf({ status: 'resolved' });
    const closed = ticketOf({ status: 'closed' });
    expect(news(resolved, closed, { acts: ['close'] })).toBeNull();
    expect(news(resolved, closed, { acts: ['reopen'] })).toMatchObject({ what: 'status', status: 'closed' });
  });

  it('a pending ticket is news with its reason, and its return by the requester’s own answer is none', () => {
    const reason = 'Which room is it?';
    const pending = ticketOf({ status: 'pending', pending: { reason, until: null, untilAnswer: true } });
    const asked = news(ticketOf({ status: 'assigned' }), pending);
    expect(asked && toastOfNews(asked, texts('en'))).toMatchObject({ body: reason });
    const own = commentOf({ author: 'requester', authorName: ME.fullName });
    const back = ticketOf({ status: 'assigned', technician: 'A technician', comments: [own] });
    expect(news({ ...pending, comments: [own] }, back)).toBeNull();
    expect(news(pending, { ...back, comments: [] })).toMatchObject({ what: 'status', status: 'assigned' });
  });

  it('an approver is notified once, whether the ticket is new to them or not', () => {
    const asked = ticketOf({ you: 'approver', status: 'waiting_for_approval', requester: COLLEAGUE });
    expect(newsOfNewTicket(asked)).toMatchObject({ what: 'approval', by: 'Léa Martin' });
    expect(news({ ...asked, status: 'new' }, asked)).toMatchObject({ what: 'approval' });
    expect(news(asked, asked)).toBeNull();
  });

  it('an own ticket from another computer is not news, an invitation is', () => {
    expect(newsOfNewTicket(ticket)).toBeNull();
    const invited = newsOfNewTicket(ticketOf({ you: 'contact', requester: COLLEAGUE }));
    if (!invited) throw new Error('no news');
    expect(toastOfNews(invited, texts('en')).title).toBe('Léa Martin has invited you to R-000001');
    expect(toastOfNews(invited, texts('fr')).title).toBe('Léa Martin vous a invité à R-000001');
  });

  it('a long reply is shortened to the size of a toast', () => {
    const body = `On\n my way ${'x'.repeat(300)}`;
    const reply = news(ticket, { ...ticket, comments: [commentOf({ body })] });
    if (!reply) throw new Error('no news');
    const toast = toastOfNews(reply, texts('en'));
    expect(toast.title).toBe('A technician replied to R-000001');
    expect(toast.body).toMatch(/^On my way x+…$/);
    expect(toast.body.length).toBeLessThanOrEqual(200);
  });

  it('only a reply has a reply box, unless the ticket is closed or takes no messages', () => {
    const box = (changed: Partial<TicketSnapshot>) => {
      const item = news(ticket, { ...ticket, ...changed });
      return item && toastOfNews(item, texts('fr')).reply;
    };
    const comments = [commentOf()];
    expect(box({ comments })).toEqual({ placeholder: 'Votre réponse', button: 'Répondre' });
    expect(box({ comments, status: 'closed' })).toBeNull();
    expect(box({ comments, can: { ...ALL_ABILITIES, comment: false } })).toBeNull();
    expect(box({ status: 'assigned', technician: 'A technician' })).toBeNull();
  });

  it('shortening does not split a character', () => {
    const reply = news(ticket, { ...ticket, comments: [commentOf({ body: '🙂'.repeat(200) })] });
    if (!reply) throw new Error('no news');
    expect(toastOfNews(reply, texts('en')).body.isWellFormed()).toBe(true);
  });

  it.each(['en', 'fr'] as const)('every status has a sentence in %s', (language) => {
    for (const status of TicketStatus.options) {
      const before = { ...ticket, status: status === 'new' ? ('resolved' as const) : ('new' as const) };
      const found = news(before, { ...ticket, status, technician: 'A technician' });
      if (!found) throw new Error(`no news of ${status}`);
      const { title } = toastOfNews(found, texts(language));
      expect(title).toContain('R-000001');
      expect(title).not.toMatch(/\{\{|undefined/);
    }
  });
});
