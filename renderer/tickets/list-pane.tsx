// The left side of My tickets: the search, the three shelves, the list, and a note about the agent's condition.
import { Button, makeStyles, SearchBox, tokens, typographyStyles } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, memo, useCallback, useRef } from 'react';
import type { TicketListQuery } from '../../contract/ipc.ts';
import { useAppState, useBridge, useSentence } from '../ui/bridge.ts';
import { conditionSentence } from '../ui/condition.ts';
import { useSearchKey } from '../ui/keys.ts';
import { Notice } from '../ui/notice.tsx';
import { RecoveryNotice } from '../ui/recovery-notice.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useTexts } from '../ui/texts.ts';
import { type AnsweredList, foundCount, isSearch, type ListAct } from './shelf.ts';
import { TicketList } from './ticket-list.tsx';
import type { Reading } from './use-tickets.ts';

const LONGEST_SEARCH = 200;

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
  search: { flex: '1 1 100%', maxWidth: 'none' },
  found: {
    ...typographyStyles.body1,
    boxSizing: 'border-box',
    flexShrink: 0,
    minHeight: '41px',
    margin: 0,
    padding: '10px 16px',
    color: tokens.colorNeutralForeground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  note: {
    ...typographyStyles.caption1,
    flexShrink: 0,
    padding: '8px 16px',
    color: tokens.colorNeutralForeground2,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  empty: { ...typographyStyles.body1, margin: 0, padding: '16px', color: tokens.colorNeutralForeground2 },
  older: { display: 'flex', padding: '4px 16px 12px' },
  problem: { padding: '8px' },
});

interface ListPaneProps {
  query: TicketListQuery;
  reading: Reading<AnsweredList>;
  selected: string | null;
  /** the person returned to the list from the selected ticket */
  focusSelected: boolean;
  onList: (act: ListAct) => void;
  onSelect: (id: string) => void;
}

export function ListPane({ query, reading, onList, ...choice }: ListPaneProps) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const sentence = useSentence();
  const styles = useStyles();
  const { recovery } = useAppState();
  const count = foundCount(query, reading.value);
  const content = (
    <>
      {reading.problem ? (
        <div className={styles.problem}>
          <Notice intent="warning">{sentence(reading.problem)}</Notice>
        </div>
      ) : null}
      {reading.value ? <ListContent list={reading.value} onList={onList} {...choice} /> : null}
    </>
  );
  return (
    <div className={styles.pane}>
      <div className={styles.head}>
        <h1 className={styles.heading}>{t('tickets.heading')}</h1>
        <Button icon={<AddRegular />} onClick={() => void ask['window:open']('capture')}>
          {t('act.createTicket')}
        </Button>
        <TicketSearch search={query.search} onSearch={(search) => onList({ kind: 'search', search })} />
      </div>
      {recovery === null ? null : (
        <div className={styles.problem}>
          <RecoveryNotice />
        </div>
      )}
      <Tabs
        tabs={[
          { key: 'open', name: t('tickets.open') },
          { key: 'closed', name: t('tickets.closed') },
          { key: 'invited', name: t('tickets.invited') },
        ]}
        selected={query.shelf}
        onSelect={(shelf) => onList({ kind: 'shelf', shelf })}
        instead={
          isSearch(query) ? (
            <p className={styles.found} role="status">
              {count === null ? null : t('tickets.found', { count })}
            </p>
          ) : null
        }
      >
        {content}
      </Tabs>
      <ConditionNote />
    </div>
  );
}

interface TicketSearchProps {
  search: string;
  onSearch: (search: string) => void;
}

function TicketSearch({ search, onSearch }: TicketSearchProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  useSearchKey(() => {
    input.current?.focus();
    input.current?.select();
  });
  function clear(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || search === '') return;
    event.preventDefault();
    onSearch('');
  }
  return (
    <SearchBox
      input={{ ref: input }}
      className={styles.search}
      aria-label={t('tickets.search')}
      placeholder={t('tickets.search')}
      aria-keyshortcuts="Control+F"
      value={search}
      maxLength={LONGEST_SEARCH}
      dismiss={{ 'aria-label': t('act.clearSearch') }}
      onChange={(_, { value }) => onSearch(value)}
      onKeyDown={clear}
    />
  );
}

type ListContentProps = Omit<ListPaneProps, 'query' | 'reading'> & { list: AnsweredList };

/** Depends on the query that the list answers, not on the current one: while a person types, only answers change it. */
const ListContent = memo(function ListContent({ list, onList, ...choice }: ListContentProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const onMore = useCallback((shown: number) => onList({ kind: 'more', shown }), [onList]);
  const { query } = list;
  const searching = isSearch(query);
  const older =
    searching || query.shelf === 'open' || query.older ? null : (
      <div className={styles.older}>
        <Button onClick={() => onList({ kind: 'older' })}>{t('tickets.showOlder')}</Button>
      </div>
    );
  if (list.tickets.length === 0) {
    return (
      <>
        <EmptyShelf query={query} />
        {older}
      </>
    );
  }
  return (
    // The key makes another list start at its top.
    <TicketList key={searching ? 'found' : query.shelf} list={list} onMore={onMore} {...choice}>
      {older}
    </TicketList>
  );
});

/** Says what the empty shelf is for. */
function EmptyShelf({ query }: { query: TicketListQuery }) {
  const { t } = useTexts();
  const { hotkey } = useAppState();
  const styles = useStyles();
  function text(): string {
    const { shelf, older } = query;
    if (isSearch(query)) return t('tickets.emptySearch');
    if (shelf === 'invited') return t('tickets.emptyInvited');
    if (shelf === 'closed') return older ? t('tickets.emptyClosedEver') : t('tickets.emptyClosed');
    return hotkey === null ? t('tickets.emptyByTray') : t('tickets.empty', { hotkey });
  }
  return <p className={styles.empty}>{text()}</p>;
}

/** A quiet note below the list, which stays usable. */
function ConditionNote() {
  const { t } = useTexts();
  const state = useAppState();
  const sentence = useSentence();
  const styles = useStyles();
  const isQuiet = state.condition === 'ready' && state.hindrance === null;
  const text = state.problem ? sentence(state.problem) : conditionSentence(state, t);
  return (
    <div className={styles.note} role="status" hidden={isQuiet}>
      {isQuiet ? null : text}
    </div>
  );
}
