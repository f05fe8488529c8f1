// The left of My tickets: two tabs, the list of the chosen one, and what is worth knowing when it is empty.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import type { MyTicket, Notice as NoticeOf } from '../../contract/ipc.ts';
import { useAppState, useBridge, useSentence } from '../ui/bridge.ts';
import { conditionSentence } from '../ui/condition.ts';
import { useNow } from '../ui/instant.tsx';
import { Notice } from '../ui/notice.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useTexts } from '../ui/texts.ts';
import { type Shelf, shelfOf, ticketsOn } from './shelf.ts';
import { TicketList } from './ticket-list.tsx';
import type { Reading } from './use-tickets.ts';

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '8px',
    padding: '16px 16px 4px',
  },
  heading: { ...typographyStyles.subtitle1, margin: 0 },
  note: {
    ...typographyStyles.caption1,
    flexShrink: 0,
    padding: '8px 16px',
    color: tokens.colorNeutralForeground2,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  empty: { ...typographyStyles.body1, margin: 0, padding: '16px', color: tokens.colorNeutralForeground2 },
  problem: { padding: '8px' },
});

interface ListPaneProps {
  reading: Reading<MyTicket[]>;
  selected: string | null;
  /** the ticket another window asked to see: its tab is shown */
  asked: NoticeOf<'tickets:show'> | null;
  onSelect: (id: string) => void;
}

/** The tab in front: the person's choice, until a ticket of the other tab is asked for. */
function useShelf(tickets: MyTicket[] | null, asked: ListPaneProps['asked'], now: number) {
  const [chosen, setChosen] = useState<Shelf | null>(null);
  useEffect(() => {
    if (asked !== null) setChosen(null);
  }, [asked]);
  const target = tickets?.find(({ id }) => id === asked?.id);
  const shelf: Shelf = chosen ?? (target ? shelfOf(target, now) : null) ?? 'open';
  return { shelf, setShelf: setChosen };
}

export function ListPane({ reading, selected, asked, onSelect }: ListPaneProps) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const sentence = useSentence();
  const styles = useStyles();
  const now = useNow(60_000);
  const { shelf, setShelf } = useShelf(reading.value, asked, now);
  return (
    <div className={styles.pane}>
      <div className={styles.head}>
        <h1 className={styles.heading}>{t('tickets.heading')}</h1>
        <Button icon={<AddRegular />} onClick={() => void ask['window:open']('capture')}>
          {t('act.createTicket')}
        </Button>
      </div>
      <Tabs
        tabs={[
          { key: 'open', name: t('tickets.open') },
          { key: 'closed', name: t('tickets.closed') },
        ]}
        selected={shelf}
        onSelect={setShelf}
      >
        {reading.problem ? (
          <div className={styles.problem}>
            <Notice intent="warning">{sentence(reading.problem)}</Notice>
          </div>
        ) : null}
        {reading.value ? (
          <ShelfContent
            shelf={shelf}
            tickets={ticketsOn(shelf, reading.value, now)}
            selected={selected}
            onSelect={onSelect}
          />
        ) : null}
      </Tabs>
      <ConditionNote />
    </div>
  );
}

interface ShelfContentProps {
  shelf: Shelf;
  tickets: MyTicket[];
  selected: string | null;
  onSelect: (id: string) => void;
}

function ShelfContent({ shelf, tickets, selected, onSelect }: ShelfContentProps) {
  const { t } = useTexts();
  const { hotkey } = useAppState();
  const styles = useStyles();
  if (tickets.length > 0) return <TicketList tickets={tickets} selected={selected} onSelect={onSelect} />;
  if (shelf === 'closed') return <p className={styles.empty}>{t('tickets.emptyClosed')}</p>;
  return (
    <p className={styles.empty}>
      {hotkey === null ? t('tickets.emptyByTray') : t('tickets.empty', { hotkey })}
    </p>
  );
}

/** Said quietly below the list: everything in it stays readable. */
function ConditionNote() {
  const { t } = useTexts();
  const state = useAppState();
  const sentence = useSentence();
  const styles = useStyles();
  const told = state.problem ? sentence(state.problem) : conditionSentence(state, t);
  return (
    <div className={styles.note} role="status" hidden={state.condition === 'ready'}>
      {state.condition === 'ready' ? null : told}
    </div>
  );
}
