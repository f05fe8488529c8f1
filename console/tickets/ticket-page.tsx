// The page of one ticket: its details, its time line, and the acts of a technician.
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useParams } from 'react-router';
import { z } from 'zod';
import type { DeskTicket } from '../../contract/console.ts';
import { useSettleDelivery } from '../backends/queries.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Moment } from '../ui/instant.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { ElsewhereBar } from './elsewhere-bar.tsx';
import { useTicket } from './queries.ts';
import { MergedBar } from './relations.tsx';
import { ReplyBox } from './reply-box.tsx';
import { SentFacts } from './sent-facts.tsx';
import { StatusBadge } from './status-badge.tsx';
import { TicketActs } from './ticket-acts.tsx';
import { TicketDetails } from './ticket-details.tsx';
import { Timeline } from './timeline.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL, maxWidth: '1200px' },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'start',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalL,
  },
  heading: {
    flex: '1 1 320px',
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
  },
  title: { margin: 0, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 280px',
    gap: tokens.spacingHorizontalXXL,
    '@media (max-width: 960px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  aside: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM, minWidth: 0 },
  story: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL, minWidth: 0 },
  secondary: { color: tokens.colorNeutralForeground2 },
});

export function TicketPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const { id } = useParams();
  const ticket = useTicket(z.string().parse(id));
  return (
    <div className={styles.root}>
      <BackLink to="/tickets">{t('tickets.title')}</BackLink>
      <QueryFailureBar query={ticket} />
      {ticket.data && <TicketContent ticket={ticket.data} />}
    </div>
  );
}

function TicketContent({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  usePageTitle(ticket.number ? `${ticket.number} ${ticket.title}` : ticket.title);
  return (
    <>
      <header className={styles.head}>
        <div className={styles.heading}>
          <Title2 as="h1" className={styles.title}>
            {ticket.title}
          </Title2>
          <div className={styles.line}>
            <Text weight="semibold">{ticket.number ?? t('tickets.noNumber')}</Text>
            <StatusBadge status={ticket.status} />
            <Text className={styles.secondary}>
              {t('tickets.column.updated')} <Moment at={ticket.updatedAt} />
            </Text>
          </div>
        </div>
        <TicketActs ticket={ticket} />
      </header>
      <ElsewhereBar ticket={ticket} />
      <MergedBar ticket={ticket} />
      {ticket.parked && <ParkedDelivery parked={ticket.parked} />}
      <div className={styles.columns}>
        <div className={styles.story}>
          <Timeline ticket={ticket} />
          {/* The key resets the form: text for one ticket must not be sent to another. */}
          <ReplyBox key={ticket.id} ticket={ticket} />
        </div>
        <div className={styles.aside}>
          <TicketDetails ticket={ticket} />
          {ticket.facts.length > 0 && <SentFacts facts={ticket.facts} />}
        </div>
      </div>
    </>
  );
}

function ParkedDelivery({ parked }: { parked: NonNullable<DeskTicket['parked']> }) {
  const { t, language } = useTexts();
  const toasts = useToasts();
  const retry = useSettleDelivery('retry');
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {t('tickets.parked')} (<Moment at={parked.since} />, {parked.reason[language]})
      </MessageBarBody>
      <MessageBarActions>
        <Button
          disabledFocusable={retry.isPending}
          onClick={() => retry.mutate(parked.deliveryId, { onError: toasts.failure })}
        >
          {t('act.retry')}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
