// How a sync's news reaches the user: the windows first, then toasts.
import { sentenceOf } from '../contract/errors.ts';
import type { Language } from '../contract/words.ts';
import type { AgentParts } from './agent.ts';
import type { SyncNews } from './sync/sync-round.ts';
import { toastOfNews } from './tickets/toast-of-news.ts';

/** To be called after the transaction that wrote the news down. */
export function createNewsTeller({
  tell,
  toast,
  texts,
  language,
}: Pick<AgentParts, 'tell' | 'toast' | 'texts'> & { language(): Language }): (news: SyncNews) => void {
  return ({ changedIds, news, refusals }) => {
    const t = texts(language());
    if (changedIds.length > 0) tell('tickets:changed', { ids: changedIds });
    for (const { draftId, title, error } of refusals) {
      const refused = t('toast.refused');
      const body = sentenceOf(error, language());
      toast({ title: title ? `${refused} – ${title}` : refused, body }, { draftId });
    }
    for (const item of news) toast(toastOfNews(item, t), { ticketId: item.ticket.id });
  };
}
