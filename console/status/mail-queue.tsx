// The mails about tickets that wait, and those that could not be sent, on the page Status.
import {
  Body1,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Subtitle1,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { ParkedMail, MailQueue as Queue } from '../../contract/mails.ts';
import { ColumnHeader } from '../ui/column-header.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Moment } from '../ui/instant.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { RetryOrDiscard } from '../ui/retry-or-discard.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useMailQueue, useSettleMail } from './queries.ts';

const useStyles = makeStyles({
  title: { margin: 0 },
  count: { margin: 0 },
  scroller: { overflowX: 'auto' },
  table: { minWidth: '860px' },
  cell: {
    display: 'flex',
    flexDirection: 'column',
    padding: `${tokens.spacingVerticalS} 0`,
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  what: { width: '176px' },
  to: { width: '22%' },
  since: { width: '104px' },
  actions: { width: '252px' },
  secondary: { color: tokens.colorNeutralForeground2 },
});

export function MailQueue() {
  const { t, language } = useTexts();
  const styles = useStyles();
  const queue = useMailQueue();
  const { data } = queue;
  return (
    <>
      <Subtitle1 as="h2" className={styles.title}>
        {t('status.mails')}
      </Subtitle1>
      <QueryFailureBar query={queue} />
      {data?.trouble && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {t('status.mailsTrouble')} {data.trouble[language]}
          </MessageBarBody>
        </MessageBar>
      )}
      {data && (
        <Body1 as="p" className={styles.count}>
          {t('status.mailsWaiting', { count: data.waiting })}
        </Body1>
      )}
      {data && data.parked.length > 0 && <Parked parked={data.parked} />}
    </>
  );
}

function Parked({ parked }: Pick<Queue, 'parked'>) {
  const { t } = useTexts();
  const styles = useStyles();
  const [discarded, setDiscarded] = useState<ParkedMail | null>(null);
  return (
    <div className={styles.scroller}>
      <Table aria-label={t('status.mails')} className={styles.table}>
        <TableHeader>
          <TableRow>
            <ColumnHeader className={styles.to}>{t('status.mailTo')}</ColumnHeader>
            <ColumnHeader className={styles.what}>{t('status.mailWhat')}</ColumnHeader>
            <ColumnHeader>{t('status.mailReason')}</ColumnHeader>
            <ColumnHeader className={styles.since}>{t('status.mailSince')}</ColumnHeader>
            <TableCell className={styles.actions} />
          </TableRow>
        </TableHeader>
        <TableBody>
          {parked.map((mail) => (
            <ParkedRow key={mail.id} mail={mail} onDiscard={setDiscarded} />
          ))}
        </TableBody>
      </Table>
      {discarded && <DiscardDialog mail={discarded} onClose={() => setDiscarded(null)} />}
    </div>
  );
}

interface ParkedRowProps {
  mail: ParkedMail;
  onDiscard: (mail: ParkedMail) => void;
}

function ParkedRow({ mail, onDiscard }: ParkedRowProps) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const retry = useSettleMail('retryMail');
  const { id, ticketId, number, event, to, reason, since } = mail;
  const what = t(`mails.event.${event}`);
  const tryAgain = () =>
    retry.mutate(id, {
      onSuccess: () => toasts.success(t('status.mailRetried')),
      onError: toasts.failure,
    });
  return (
    <TableRow>
      <TableCell>
        <span className={styles.cell}>{to}</span>
      </TableCell>
      <TableCell>
        <span className={styles.cell}>
          <RouteLink to={`/tickets/${ticketId}`}>{number ?? t('tickets.noNumber')}</RouteLink>
          <Text className={styles.secondary}>{what}</Text>
        </span>
      </TableCell>
      <TableCell>
        <span className={styles.cell}>{reason[language]}</span>
      </TableCell>
      <TableCell>
        <Moment at={since} />
      </TableCell>
      <TableCell>
        <RetryOrDiscard
          name={`${what}, ${to}`}
          isRetrying={retry.isPending}
          onRetry={tryAgain}
          onDiscard={() => onDiscard(mail)}
        />
      </TableCell>
    </TableRow>
  );
}

function DiscardDialog({ mail, onClose }: { mail: ParkedMail; onClose: () => void }) {
  const { t } = useTexts();
  return (
    <ConfirmDialog
      title={t('status.discardMailTitle')}
      submitLabel={t('act.discard')}
      mutation={useSettleMail('discardMail')}
      subject={mail.id}
      done={t('status.mailDiscarded')}
      onClose={onClose}
    >
      {t('status.discardMailEffect', { to: mail.to })}
    </ConfirmDialog>
  );
}
