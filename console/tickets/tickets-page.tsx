// The page of tickets: filter, search and paging, all kept in the address.
import { Button, Dropdown, makeStyles, Option, tokens } from '@fluentui/react-components';
import {
  ChevronLeftRegular,
  ChevronRightRegular,
  SearchRegular,
  TicketDiagonalRegular,
} from '@fluentui/react-icons';
import { useSearchParams } from 'react-router';
import { TicketQuery } from '../../contract/console.ts';
import { HeldMailsLink } from '../held-mails/held-mails-link.tsx';
import { Bar } from '../ui/bar.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';
import { PausedSearch } from '../ui/paused-search.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { ViewTabs } from '../ui/view-tabs.tsx';
import { useTickets } from './queries.ts';
import { TicketTable } from './ticket-table.tsx';

const Show = TicketQuery.shape.show.unwrap();
const Whose = TicketQuery.shape.whose.unwrap();

const useStyles = makeStyles({
  whose: { minWidth: '180px' },
  pages: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'end',
    columnGap: tokens.spacingHorizontalM,
  },
});

/** The query in the address, and functions that change it. An invalid address means the first page of open tickets. */
function useTicketAddress() {
  const [parameters, setParameters] = useSearchParams();
  // The cursors of the pages up to this one, for Previous.
  const trail = parameters.getAll('after');
  const parsed = TicketQuery.safeParse({
    show: parameters.get('show') ?? undefined,
    whose: parameters.get('whose') ?? undefined,
    search: parameters.get('search') ?? undefined,
    after: trail.at(-1),
  });
  const query = parsed.data ?? TicketQuery.parse({});
  const write = (filter: TicketQuery, cursors: string[], replace: boolean) => {
    const next = new URLSearchParams({ show: filter.show });
    if (filter.whose !== 'all') next.set('whose', filter.whose);
    if (filter.search) next.set('search', filter.search);
    for (const cursor of cursors) next.append('after', cursor);
    setParameters(next, { replace });
  };
  return {
    query,
    page: trail.length + 1,
    show: (show: TicketQuery['show']) => write({ ...query, show }, [], false),
    whose: (whose: TicketQuery['whose']) => write({ ...query, whose }, [], false),
    search: (search: string) => write({ ...query, search }, [], true),
    next: (cursor: string) => write(query, [...trail, cursor], false),
    previous: () => write(query, trail.slice(0, -1), false),
  };
}

export function TicketsPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const address = useTicketAddress();
  const { query } = address;
  const tickets = useTickets(query);
  const page = tickets.data;
  return (
    <Page width="full" title={t('tickets.title')}>
      <QueryFailureBar query={tickets} />
      <Bar>
        <ViewTabs
          views={Show.options}
          shown={query.show}
          nameOf={(show) => t(`tickets.show.${show}`)}
          onShow={address.show}
        />
        <Dropdown
          inlinePopup
          className={styles.whose}
          aria-label={t('tickets.whoseName')}
          value={t(`tickets.whose.${query.whose}`)}
          selectedOptions={[query.whose]}
          onOptionSelect={(_, { optionValue }) => address.whose(Whose.parse(optionValue))}
        >
          {Whose.options.map((whose) => (
            <Option key={whose} value={whose}>
              {t(`tickets.whose.${whose}`)}
            </Option>
          ))}
        </Dropdown>
        <PausedSearch
          key={query.show}
          label={t('tickets.search')}
          search={query.search}
          onSearch={address.search}
        />
        <HeldMailsLink />
      </Bar>
      {page && page.tickets.length > 0 && <TicketTable tickets={page.tickets} />}
      {page?.tickets.length === 0 && <NoTickets query={query} isLast={page.next === null} />}
      {page && (address.page > 1 || page.next !== null) && (
        <nav className={styles.pages} aria-label={t('tickets.pages')}>
          <Button icon={<ChevronLeftRegular />} disabled={address.page === 1} onClick={address.previous}>
            {t('tickets.previous')}
          </Button>
          {t('tickets.page', { page: address.page })}
          <Button
            icon={<ChevronRightRegular />}
            iconPosition="after"
            disabled={page.next === null}
            onClick={() => page.next !== null && address.next(page.next)}
          >
            {t('tickets.next')}
          </Button>
        </nav>
      )}
    </Page>
  );
}

/** `isLast`: there are no further pages. A search for what few tickets have may find some only there. */
function NoTickets({ query, isLast }: { query: TicketQuery; isLast: boolean }) {
  const { t } = useTexts();
  if (!isLast) return <EmptyState icon={<SearchRegular />} title={t('tickets.noMatchYet')} />;
  if (query.search) return <EmptyState icon={<SearchRegular />} title={t('tickets.noMatch')} />;
  if (query.whose !== 'all')
    return <EmptyState icon={<TicketDiagonalRegular />} title={t('tickets.emptyWhose')} />;
  return (
    <EmptyState icon={<TicketDiagonalRegular />} title={t(`tickets.empty.${query.show}`)}>
      {t('tickets.emptyHow')}
    </EmptyState>
  );
}
