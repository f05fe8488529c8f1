// The table of parked deliveries, which wait for staff to retry or discard them.
import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons';
import { Fragment, useState } from 'react';
import type { ParkedDelivery } from '../../contract/backends.ts';
import { ColumnHeader } from '../ui/column-header.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Moment } from '../ui/instant.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { RetryOrDiscard } from '../ui/retry-or-discard.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { ParkedAlike } from './parked-alike.tsx';
import { useParkedDeliveries, useSettleDelivery } from './queries.ts';

/** The phrases of the connector's operations; an unknown operation is shown by its name. */
const OPERATIONS: Readonly<Record<string, Phrase>> = {
  'create-ticket': 'backends.operation.createTicket',
  'add-comment': 'backends.operation.addComment',
  'add-attachment': 'backends.operation.addAttachment',
  transition: 'backends.operation.transition',
  rate: 'backends.operation.rate',
  'add-contact': 'backends.operation.addContact',
};

const COLUMNS = ['ticket', 'operation', 'reason', 'since'] as const;

const useStyles = makeStyles({
  scroller: { overflowX: 'auto' },
  table: { minWidth: '908px' },
  actions: { width: '300px' },
  cell: {
    display: 'flex',
    flexDirection: 'column',
    padding: `${tokens.spacingVerticalS} 0`,
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  since: { width: '104px' },
  operation: { width: '150px' },
  ticket: { width: '24%' },
  reason: {},
  secondary: { color: tokens.colorNeutralForeground2 },
});

/** Deliveries of one backend with one reason, the earliest first. */
type Alike = [ParkedDelivery, ...ParkedDelivery[]];

function groupAlike(parked: readonly ParkedDelivery[]): Alike[] {
  const groups = new Map<string, Alike>();
  for (const delivery of parked) {
    const key = JSON.stringify([delivery.backend, delivery.reason]);
    const group = groups.get(key);
    if (group) group.push(delivery);
    else groups.set(key, [delivery]);
  }
  return [...groups.values()];
}

export function Parked() {
  const { t } = useTexts();
  const styles = useStyles();
  const parked = useParkedDeliveries();
  const [discarded, setDiscarded] = useState<ParkedDelivery | null>(null);
  return (
    <>
      <QueryFailureBar query={parked} />
      {parked.data?.length === 0 && (
        <EmptyState icon={<CheckmarkCircleRegular />} title={t('backends.nothingParked')}>
          {t('backends.nothingParkedHow')}
        </EmptyState>
      )}
      {parked.data && parked.data.length > 0 && (
        <div className={styles.scroller}>
          <Table aria-label={t('backends.view.parked')} className={styles.table}>
            <TableHeader>
              <TableRow>
                {COLUMNS.map((column) => (
                  <ColumnHeader key={column} className={styles[column]}>
                    {t(`backends.column.${column}`)}
                  </ColumnHeader>
                ))}
                <TableCell className={styles.actions} />
              </TableRow>
            </TableHeader>
            <TableBody>
              {groupAlike(parked.data).map(([model, ...others]) => (
                <Fragment key={model.id}>
                  {model.alike > 1 && <ParkedAlike model={model} columns={COLUMNS.length} />}
                  {[model, ...others].map((delivery) => (
                    <ParkedRow key={delivery.id} delivery={delivery} onDiscard={setDiscarded} />
                  ))}
                  {model.alike > others.length + 1 && (
                    <TableRow>
                      <TableCell colSpan={COLUMNS.length + 1}>
                        {t('backends.alikeMore', { count: model.alike - others.length - 1 })}
                      </TableCell>
                    </TableRow>
                  )}
                </Fragment>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
      {discarded && <DiscardDialog delivery={discarded} onClose={() => setDiscarded(null)} />}
    </>
  );
}

interface ParkedRowProps {
  delivery: ParkedDelivery;
  onDiscard: (delivery: ParkedDelivery) => void;
}

function ParkedRow({ delivery, onDiscard }: ParkedRowProps) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const retry = useSettleDelivery('retry');
  const { id, ticketId, number, title, backend, operation, reason, attempts, since, alike } = delivery;
  const phrase = OPERATIONS[operation];
  const tryAgain = () =>
    retry.mutate(id, {
      onSuccess: () => toasts.success(t('backends.retriedNow')),
      onError: toasts.failure,
    });
  return (
    <TableRow>
      <TableCell>
        <span className={styles.cell}>
          <RouteLink to={`/tickets/${ticketId}`}>{title}</RouteLink>
          <Text className={styles.secondary}>{number ?? t('tickets.noNumber')}</Text>
        </span>
      </TableCell>
      <TableCell>
        <span className={styles.cell}>
          <span>{phrase ? t(phrase) : operation}</span>
          <Text className={styles.secondary}>{backend}</Text>
        </span>
      </TableCell>
      <TableCell>
        <span className={styles.cell}>
          {/* that of several stands above them */}
          {alike === 1 && <span>{reason[language]}</span>}
          <Text className={styles.secondary}>{t('backends.attempts', { count: attempts })}</Text>
        </span>
      </TableCell>
      <TableCell>
        <Moment at={since} />
      </TableCell>
      <TableCell>
        <RetryOrDiscard
          name={title}
          isRetrying={retry.isPending}
          onRetry={tryAgain}
          onDiscard={() => onDiscard(delivery)}
        />
      </TableCell>
    </TableRow>
  );
}

function DiscardDialog({ delivery, onClose }: { delivery: ParkedDelivery; onClose: () => void }) {
  const { t } = useTexts();
  return (
    <ConfirmDialog
      title={t('backends.discardTitle')}
      submitLabel={t('act.discard')}
      mutation={useSettleDelivery('discard')}
      subject={delivery.id}
      done={t('backends.discardedNow')}
      onClose={onClose}
    >
      <Text weight="semibold">{delivery.title}</Text>
      <Text>{t('backends.discardWhat', { backend: delivery.backend })}</Text>
    </ConfirmDialog>
  );
}
