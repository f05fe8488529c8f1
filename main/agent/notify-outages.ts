// Notifies the windows of each change of the announcements, and shows a toast for each outage that begins.
import type { Language } from '../../contract/primitives.ts';
import type { AnnouncementStore } from '../announcements/announcement-store.ts';
import { type AnnouncementWatch, createAnnouncementWatch } from '../announcements/announcement-watch.ts';
import type { ShowToast } from '../desktop/toast-xml.ts';
import type { Clock } from '../support/clock.ts';
import type { Texts } from '../support/texts.ts';
import { textExcerpt } from '../tickets/toast-of-news.ts';

export function createOutageNotifier(parts: {
  announcements: Pick<AnnouncementStore, 'all'>;
  clock: Clock;
  texts: Texts;
  language(): Language;
  toast: ShowToast;
  onChange(): void;
}): AnnouncementWatch {
  const { announcements, clock, texts, language, toast, onChange } = parts;
  return createAnnouncementWatch({
    announcements,
    clock,
    onChange,
    onOutage({ id, title, text }) {
      const heading = texts(language())('toast.outage', { title: title[language()] });
      toast({ title: heading, body: textExcerpt(text[language()]), reply: null }, { announcementId: id });
    },
  });
}
