// The toast for news of a ticket.
import { unreachable } from '../../contract/primitives.ts';
import type { Toast } from '../desktop/toast-xml.ts';
import type { Translate } from '../support/texts.ts';
import type { News } from './news.ts';

/** Windows shows about this many characters of a toast's body. */
const BODY_CHARACTERS = 200;

/** In the language of `t`. A reply can be answered in the toast, if the ticket accepts comments. */
export function toastOfNews(news: News, t: Translate): Toast {
  const { status, can } = news.ticket;
  const isAnswerable = news.what === 'reply' && status !== 'closed' && can.comment;
  const reply = isAnswerable ? { placeholder: t('toast.reply-box'), button: t('toast.reply-button') } : null;
  return { ...toastText(news, t), reply };
}

function toastText(news: News, t: Translate): Pick<Toast, 'title' | 'body'> {
  const { ticket } = news;
  const name = ticket.number ?? ticket.title;
  const body = (text: string) => textExcerpt(text || ticket.title);
  switch (news.what) {
    case 'created':
      return { title: t('toast.created', { number: news.number }), body: body('') };
    case 'reply':
      return { title: t('toast.reply', { author: news.author, ticket: name }), body: body(news.text) };
    case 'resolved':
      return { title: t('toast.resolved', { ticket: name }), body: body(news.text) };
    case 'invited':
      return { title: t('toast.invited', { author: news.by, ticket: name }), body: body('') };
    case 'approval':
      return { title: t('toast.approval', { author: news.by, ticket: name }), body: body('') };
    case 'status': {
      const { technician } = ticket;
      const title =
        news.status === 'assigned' && technician
          ? t('toast.status.assigned-to', { ticket: name, technician })
          : t(`toast.status.${news.status}`, { ticket: name });
      return { title, body: body(ticket.pending?.reason ?? '') };
    }
    default:
      return unreachable(news);
  }
}

/** On one line, cut to what a toast shows, never within a surrogate pair. */
export function textExcerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= BODY_CHARACTERS) return line;
  const cut = line.slice(0, BODY_CHARACTERS - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut.trimEnd()}…`;
}
