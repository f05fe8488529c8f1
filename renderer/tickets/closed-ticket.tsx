// What a person can still do with a ticket that is closed, or will be once the outbox is sent: rate it, or create a new one.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { MyTicketDetail } from '../../contract/ipc.ts';
import { useBridge } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';
import { Rating } from './rating.tsx';
import { TEXT_AND_BUTTON } from './text-and-button.ts';
import { mayRate } from './ticket-acts.ts';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: '12px' },
  closed: { ...TEXT_AND_BUTTON, color: tokens.colorNeutralForeground2 },
  why: { margin: 0, flex: '1 1 200px' },
});

interface ClosedTicketProps {
  detail: MyTicketDetail;
  /** the person has just closed the ticket: the rating gets the focus */
  justClosed: boolean;
}

export function ClosedTicket({ detail, justClosed }: ClosedTicketProps) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const styles = useStyles();
  return (
    <div className={styles.part}>
      {mayRate(detail) && detail.ticket.mergedInto === null ? (
        <Rating detail={detail} focused={justClosed} />
      ) : null}
      {detail.ticket.status === 'closed' ? (
        <div className={styles.closed}>
          <p className={styles.why}>
            {t(detail.ticket.mergedInto === null ? 'tickets.closedWhy' : 'tickets.mergedWhy')}
          </p>
          <Button onClick={() => void ask['window:open']('capture')}>{t('act.createTicket')}</Button>
        </div>
      ) : null}
    </div>
  );
}
