// My tickets: the list at the left, the chosen ticket at the right; where there is little room, one or the other.
import { Button, makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import type { Notice as NoticeOf } from '../../contract/ipc.ts';
import { useSentence } from '../ui/bridge.ts';
import { useWindowTitle } from '../ui/frame.tsx';
import { type LastNotice, useLastNotice } from '../ui/last-notice.ts';
import { useMedia } from '../ui/media.ts';
import { Notice } from '../ui/notice.tsx';
import { useTexts } from '../ui/texts.ts';
import { ListPane } from './list-pane.tsx';
import { TicketDetail } from './ticket-detail.tsx';
import { useTicket, useTicketList } from './use-tickets.ts';

const useStyles = makeStyles({
  screen: { display: 'flex', height: '100%', minHeight: 0 },
  list: {
    boxSizing: 'border-box',
    width: '344px',
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
  /** the ticket that a toast or another window wants shown */
  toShow: LastNotice<NoticeOf<'tickets:show'>>;
}

export function TicketsScreen({ toShow }: TicketsScreenProps) {
  const { t } = useTexts();
  const styles = useStyles();
  useWindowTitle(t('tickets.heading'));
  const narrow = useMedia('(max-width: 720px)');
  const tickets = useTicketList();
  const [selected, setSelected] = useState<string | null>(null);
  // what is being written to each ticket stays with it while the window is open
  const [messages, setMessages] = useState<Readonly<Record<string, string>>>({});
  const asked = useLastNotice(toShow);
  useEffect(() => {
    if (asked !== null) setSelected(asked.id);
  }, [asked]);
  const showList = !narrow || selected === null;
  const showDetail = !narrow || selected !== null;
  return (
    <main className={styles.screen}>
      {showList ? (
        <div className={mergeClasses(styles.list, narrow && styles.whole)}>
          <ListPane reading={tickets} selected={selected} asked={asked} onSelect={setSelected} />
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
                onClick={() => setSelected(null)}
              />
              <h1 className={styles.heading}>{t('tickets.heading')}</h1>
            </div>
          ) : null}
          <Chosen
            id={selected}
            narrow={narrow}
            message={messages[selected ?? ''] ?? ''}
            onMessage={(id, message) => setMessages((before) => ({ ...before, [id]: message }))}
          />
        </div>
      ) : null}
    </main>
  );
}

interface ChosenProps {
  id: string | null;
  narrow: boolean;
  message: string;
  onMessage: (id: string, message: string) => void;
}

function Chosen({ id, narrow, message, onMessage }: ChosenProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const sentence = useSentence();
  const { value, problem } = useTicket(id);
  if (id === null) return <p className={styles.choose}>{t('tickets.choose')}</p>;
  return (
    <>
      {problem ? (
        <div className={styles.problem}>
          <Notice intent="warning">{sentence(problem)}</Notice>
        </div>
      ) : null}
      {value ? (
        <TicketDetail
          key={id}
          detail={value}
          narrow={narrow}
          message={message}
          onMessage={(text) => onMessage(id, text)}
        />
      ) : null}
    </>
  );
}
