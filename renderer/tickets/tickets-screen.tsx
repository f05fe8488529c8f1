// My tickets: the list at the left, the selected ticket at the right; a narrow window shows one of them.
import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useReducer, useState } from 'react';
import type { MyTicketDetail, Notice as NoticeOf } from '../../contract/ipc.ts';
import { useSentence } from '../ui/bridge.ts';
import { useWindowTitle } from '../ui/frame.tsx';
import { type LastNotice, useLastNotice } from '../ui/last-notice.ts';
import { useMedia } from '../ui/media.ts';
import { Notice } from '../ui/notice.tsx';
import { useTexts } from '../ui/texts.ts';
import { ListPane } from './list-pane.tsx';
import { FIRST_LIST, type ListAct, nextList, shelfOf } from './shelf.ts';
import { TicketDetail } from './ticket-detail.tsx';
import { isNotFound, type Reading, useTicket, useTicketList } from './use-tickets.ts';

const useStyles = makeStyles({
  screen: { display: 'flex', height: '100%', minHeight: 0 },
  list: {
    display: 'flex',
    flexDirection: 'column',
    boxSizing: 'border-box',
    width: '392px',
    flexShrink: 0,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  whole: { width: '100%', borderRightStyle: 'none' },
  detail: { flex: '1 1 0', minWidth: 0, display: 'flex', flexDirection: 'column', minHeight: 0 },
  back: { flexShrink: 0, display: 'flex', alignItems: 'center', gap: '4px', padding: '8px 8px 0' },
  heading: { ...typographyStyles.body1Strong, margin: 0 },
  choose: {
    ...typographyStyles.body1,
    margin: 'auto',
    padding: '24px',
    textAlign: 'center',
    color: tokens.colorNeutralForeground2,
  },
  problem: { padding: '16px' },
});

interface TicketsScreenProps {
  /** the ticket that a toast or another window asks to show */
  toShow: LastNotice<NoticeOf<'tickets:show'>>;
}

/** Shows the shelf of a requested ticket, once the ticket is read. */
function useRequestedShelf(
  requested: NoticeOf<'tickets:show'> | null,
  detail: MyTicketDetail | null,
  onList: (act: ListAct) => void,
): void {
  const [done, setDone] = useState<typeof requested>(null);
  useEffect(() => {
    if (requested === null || requested === done || detail?.ticket.id !== requested.id) return;
    setDone(requested);
    onList({ kind: 'shelf', shelf: shelfOf(detail.ticket) });
  }, [requested, done, detail, onList]);
}

export function TicketsScreen({ toShow }: TicketsScreenProps) {
  const { t } = useTexts();
  const styles = useStyles();
  useWindowTitle(t('tickets.heading'));
  const narrow = useMedia('(max-width: 720px)');
  const [query, onList] = useReducer(nextList, FIRST_LIST);
  const list = useTicketList(query);
  const [selected, setSelected] = useState<string | null>(null);
  // A narrow window shows the ticket until the person goes back to the list.
  const [wentBack, setWentBack] = useState(false);
  const chosen = useTicket(narrow && wentBack ? null : selected);
  const missing = isNotFound(chosen.problem);
  const showList = !narrow || wentBack || selected === null || missing;
  const showDetail = !narrow || !showList;
  const requested = useLastNotice(toShow);
  const show = useCallback((id: string) => {
    setSelected(id);
    setWentBack(false);
  }, []);
  useEffect(() => {
    if (requested !== null) show(requested.id);
  }, [requested, show]);
  useRequestedShelf(requested, chosen.value, onList);
  return (
    <main className={styles.screen}>
      {showList ? (
        <div className={mergeClasses(styles.list, narrow && styles.whole)}>
          {narrow && missing ? <Missing /> : null}
          <ListPane
            query={query}
            reading={list}
            selected={selected}
            focusSelected={narrow && wentBack}
            onList={onList}
            onSelect={show}
          />
        </div>
      ) : null}
      {showDetail ? (
        <div className={styles.detail}>
          {narrow ? (
            <div className={styles.back}>
              <Button
                appearance="subtle"
                icon={<ArrowLeftRegular />}
                aria-label={t('tickets.back')}
                title={t('tickets.back')}
                onClick={() => setWentBack(true)}
              />
              <h1 className={styles.heading}>{t('tickets.heading')}</h1>
            </div>
          ) : null}
          <ChosenTicket id={selected} narrow={narrow} reading={chosen} />
        </div>
      ) : null}
    </main>
  );
}

interface ChosenTicketProps {
  id: string | null;
  narrow: boolean;
  reading: Reading<MyTicketDetail>;
}

function ChosenTicket({ id, narrow, reading: { value, problem } }: ChosenTicketProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const sentence = useSentence();
  if (id === null) return <p className={styles.choose}>{t('tickets.choose')}</p>;
  if (isNotFound(problem)) return <Missing />;
  return (
    <>
      {problem ? (
        <div className={styles.problem}>
          <Notice intent="warning">{sentence(problem)}</Notice>
        </div>
      ) : null}
      {value ? <TicketDetail key={id} detail={value} narrow={narrow} /> : null}
    </>
  );
}

/** Shown when the ticket that was requested or shown does not exist, or is not this person's. */
function Missing() {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <div className={styles.problem}>
      <Notice intent="warning">{t('tickets.notYours')}</Notice>
    </div>
  );
}
