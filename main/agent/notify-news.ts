// Reports the news of a sync to the user: to the windows first, then as toasts.

import { type Language, unreachable } from '../../contract/primitives.ts';
import { sentenceOf } from '../../contract/sentences.ts';
import type { ShowToast } from '../desktop/toast-xml.ts';
import type { SendNotice } from '../ipc/send-notice.ts';
import type { Texts, Translate } from '../support/texts.ts';
import type { Refusal } from '../sync/settle-results.ts';
import type { SyncNews } from '../sync/write-response.ts';
import type { TicketHeading, TicketStore } from '../tickets/ticket-store.ts';
import { toastOfNews } from '../tickets/toast-of-news.ts';

/** Tickets that a toast names. */
const NAMED = 3;

/** Call it after the transaction that stored the news has committed. */
export function createNewsNotifier(parts: {
  sendNotice: SendNotice;
  toast: ShowToast;
  texts: Texts;
  language(): Language;
  changedTickets(ids: readonly string[]): void;
  onAnnouncements(): void;
  tickets: Pick<TicketStore, 'heading'>;
}): (news: SyncNews) => void {
  const { sendNotice, toast, texts, language, changedTickets, onAnnouncements, tickets } = parts;
  return ({ changedIds, news, refusals, missingIds, catalogueChanged, announcementsChanged }) => {
    const t = texts(language());
    if (changedIds.length > 0) changedTickets(changedIds);
    if (catalogueChanged) sendNotice('catalogue:changed', undefined);
    if (announcementsChanged) onAnnouncements();
    for (const refusal of refusals) {
      const { draftId, ticketId, error } = refusal;
      const target = draftId ? { draftId } : { ticketId };
      toast({ title: titleOf(refusal, t), body: sentenceOf(error, language()), reply: null }, target);
    }
    const [missing] = missingIds;
    if (missing !== undefined) {
      const named = missingIds.flatMap((id) => tickets.heading(id) ?? []).map(nameOf);
      const body = t('toast.missing-why', { tickets: listOf(named) });
      toast({ title: t('toast.missing'), body, reply: null }, { ticketId: missing });
    }
    for (const item of news) toast(toastOfNews(item, t), { ticketId: item.ticket.id });
  };
}

function nameOf({ number, title }: TicketHeading): string {
  return number === null ? title : `${number} ${title}`;
}

/** As many as a toast has room for. */
function listOf(names: readonly string[]): string {
  return names.length > NAMED ? `${names.slice(0, NAMED).join(', ')}, …` : names.join(', ');
}

/** Such as "Your message was not accepted – The printer is jammed". */
export function titleOf({ kind, title }: Refusal, t: Translate): string {
  const about = (refused: string) => (title ? `${refused} – ${title}` : refused);
  switch (kind) {
    case 'create-ticket':
      return about(t('toast.refused'));
    case 'add-comment':
      return about(t('toast.refused-message'));
    case 'act-on-ticket':
    case 'rate-ticket':
      return about(t('toast.refused-act'));
    case 'join-ticket':
      return t('toast.refused-join');
    default:
      return unreachable(kind);
  }
}
