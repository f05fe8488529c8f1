// Tells a person of tickets that begin to wait for them: by a sound, and by a notification of the browser.
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { WaitingTicket } from '../../contract/attention.ts';
import { useTexts } from '../ui/texts.ts';
import { createNewWaiting } from './new-waiting.ts';
import { readAlerts } from './preferences.ts';
import { playAlert } from './sound.ts';

export function useAlerts(waiting: readonly WaitingTicket[] | null): void {
  const { t } = useTexts();
  const navigate = useNavigate();
  const [newWaiting] = useState(createNewWaiting);
  const isSpeaker = useSpeaker();
  const told = useRef(waiting);
  useEffect(() => {
    if (waiting === null || told.current === waiting) return;
    told.current = waiting;
    const news = newWaiting(waiting);
    const [first] = news;
    if (!first || !isSpeaker.current) return;
    const alerts = readAlerts();
    if (alerts.sound) playAlert();
    // who looks at the page sees it there
    if (!alerts.notification || document.hasFocus()) return;
    const path = news.length === 1 ? `/tickets/${first.id}` : '/tickets?whose=waiting';
    const title =
      news.length === 1
        ? t(`alerts.why.${first.why}`, { ticket: first.number ?? first.title })
        : t('alerts.waiting', { count: news.length });
    notify(title, first.title, () => navigate(path));
  }, [waiting, newWaiting, isSpeaker, navigate, t]);
}

/** One tab of the browser speaks for all: the one that holds the lock. */
function useSpeaker() {
  // an address without TLS has none
  const locks: LockManager | undefined = navigator.locks ?? undefined;
  const isSpeaker = useRef(locks === undefined);
  useEffect(() => {
    if (!locks) return;
    const ended = new AbortController();
    let release = () => {};
    locks
      .request('guichet.alerts', { signal: ended.signal }, () => {
        isSpeaker.current = true;
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      })
      // it was not its turn before the page closed
      .catch(() => {});
    return () => {
      isSpeaker.current = false;
      ended.abort();
      release();
    };
  }, [locks]);
  return isSpeaker;
}

function notify(title: string, body: string, open: () => void): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  // the same tag: a later one replaces it
  const shown = new Notification(title, { body, tag: 'guichet' });
  shown.addEventListener('click', () => {
    window.focus();
    open();
    shown.close();
  });
}
