import { describe, expect, it } from 'vitest';
import type { TicketComment, TicketSnapshot } from '../../../contract/ticket.ts';
import { TicketStatus } from '../../../contract/words.ts';
import { texts } from '../../../main/support/texts.ts';
import { newsBetween } from '../../../main/tickets/news.ts';
import { toastOfNews } from '../../../main/tickets/toast-of-news.ts';

const ticket: TicketSnapshot = {
  id: '019c1234-5678-7abc-8def-0123456789ab',
  number: 'R-000001',
  kind: 'incident',
  title: 'Printer on fire',
  description: '',
  status: 'new',
  technician: null,
  solution: null,
  createdAt: '2026-01-31T09:45:00.000Z',
  updatedAt: '2026-01-31T09:45:00.000Z',
  attachments: [],
  comments: [],
};
const comment = (author: TicketComment['author']): TicketComment => ({
  id: '6f1c2f0e-3b0a-4c53-8b8e-0d5a51f6c001',
  author,
  authorName: 'A technician',
  body: `On\n my way ${'x'.repeat(300)}`,
  createdAt: '2026-01-31T10:00:00.000Z',
  attachments: [],
});

describe('news', () => {
  it('the requester’s own message is no news', () => {
    expect(newsBetween(ticket, { ...ticket, comments: [comment('requester')] })).toBeNull();
  });

  it('an unchanged ticket is no news', () => {
    expect(newsBetween(ticket, { ...ticket, updatedAt: '2026-02-01T00:00:00.000Z' })).toBeNull();
  });

  it('a resolution is told before the reply that came with it', () => {
    const after = {
      ...ticket,
      status: 'resolved' as const,
      solution: 'Done',
      comments: [comment('technician')],
    };
    expect(newsBetween(ticket, after)).toMatchObject({ what: 'resolved', text: 'Done' });
  });

  it('a long reply is shortened to what a toast holds', () => {
    const news = newsBetween(ticket, { ...ticket, comments: [comment('technician')] });
    if (!news) throw new Error('no news');
    const { title, body } = toastOfNews(news, texts('en'));
    expect(title).toBe('A technician replied to R-000001');
    expect(body).toMatch(/^On my way x+…$/);
    expect(body.length).toBeLessThanOrEqual(200);
  });

  it.each(['en', 'fr'] as const)('every status has its sentence in %s', (language) => {
    for (const status of TicketStatus.options) {
      const before = { ...ticket, status: status === 'new' ? ('resolved' as const) : ('new' as const) };
      const news = newsBetween(before, { ...ticket, status, technician: 'A technician' });
      if (!news) throw new Error(`no news of ${status}`);
      const { title } = toastOfNews(news, texts(language));
      expect(title).toContain('R-000001');
      expect(title).not.toMatch(/\{\{|undefined/);
    }
  });
});
