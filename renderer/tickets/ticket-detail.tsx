// A ticket: its path, its properties, its time line, and the answer box.
import { makeStyles, ProgressBar, tokens, typographyStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { MyTicketDetail } from '../../contract/ipc.ts';
import { useLocale, useNow } from '../ui/instant.tsx';
import { Notice } from '../ui/notice.tsx';
import { progressPath } from '../ui/progress-path.ts';
import { ProgressPath } from '../ui/progress-path-view.tsx';
import { ScrollArea } from '../ui/scroll-area.tsx';
import { useTexts } from '../ui/texts.ts';
import { clockTime } from '../ui/time.ts';
import { ActsOnly } from './acts-only.tsx';
import { ClosedTicket } from './closed-ticket.tsx';
import { MessageBox } from './message-box.tsx';
import { MissingTicket } from './missing-ticket.tsx';
import { isNumberLate, numberText, progressText } from './status.ts';
import { comingStatus, waitingActTexts } from './ticket-acts.ts';
import { TicketAnswers, TicketProperties } from './ticket-properties.tsx';
import { TimeLine } from './time-line-view.tsx';

const useStyles = makeStyles({
  detail: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
  scroll: {
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    padding: '20px 24px',
    '@media (max-width: 720px)': { padding: '12px 16px' },
  },
  head: { display: 'flex', flexDirection: 'column', gap: '4px' },
  number: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  title: {
    ...typographyStyles.subtitle1,
    margin: 0,
    overflowWrap: 'anywhere',
    ':focus': { outlineStyle: 'none' },
  },
  progress: {
    ...typographyStyles.caption1,
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    color: tokens.colorNeutralForeground2,
  },
  answer: {
    flex: '0 0 auto',
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    maxHeight: '60%',
    overflowY: 'auto',
    padding: '12px 24px 16px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (max-width: 720px)': { padding: '8px 16px' },
  },
  inlineAnswer: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    paddingTop: '12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  waiting: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2 },
});

interface TicketDetailProps {
  detail: MyTicketDetail;
  /** there is too little room to keep the answer box in view: it follows the time line */
  narrow: boolean;
}

export function TicketDetail({ detail, narrow }: TicketDetailProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  const { stage, ticket } = detail;
  const { title, status, technician } = ticket;
  useEffect(() => {
    if (narrow) heading.current?.focus();
  }, [narrow]);
  const [sent, setSent] = useState(0);
  const answer = (
    <div className={narrow ? styles.inlineAnswer : styles.answer}>
      <Answer detail={detail} onSent={() => setSent((count) => count + 1)} />
    </div>
  );
  return (
    <article className={styles.detail}>
      <ScrollArea className={styles.scroll} labelledBy="ticket-title">
        <header className={styles.head}>
          <span className={styles.number}>{numberText({ ...ticket, stage }, t)}</span>
          <h2 ref={heading} id="ticket-title" className={styles.title} tabIndex={-1}>
            {title}
          </h2>
        </header>
        <ProgressPath steps={progressPath({ stage, status, technician })} details={ticket} />
        <NumberLate ticket={ticket} />
        <Paused detail={detail} />
        <Progress detail={detail} />
        <TicketProperties detail={detail} />
        <TicketAnswers detail={detail} />
        <TimeLine detail={detail} sent={sent} />
        {narrow ? answer : null}
      </ScrollArea>
      {narrow ? null : answer}
    </article>
  );
}

/** The number comes with the acknowledgement of a desk that is fed by mail. This notice is shown when it is overdue. */
function NumberLate({ ticket }: Pick<MyTicketDetail, 'ticket'>) {
  const { t } = useTexts();
  const now = useNow(ticket.numberAwaited ? 60_000 : null);
  if (!isNumberLate(ticket, now)) return null;
  return <Notice intent="info">{t('tickets.numberLate')}</Notice>;
}

/** What waits for this ticket is sent later, because much was sent before. */
function Paused({ detail: { pausedUntil } }: { detail: MyTicketDetail }) {
  const { t } = useTexts();
  const locale = useLocale();
  const now = useNow(pausedUntil === null ? null : 60_000);
  if (pausedUntil === null || Date.parse(pausedUntil) <= now) return null;
  return <Notice intent="info">{t('tickets.paused', { when: clockTime(pausedUntil, locale) })}</Notice>;
}

function Progress({ detail: { progress } }: { detail: MyTicketDetail }) {
  const { t } = useTexts();
  const styles = useStyles();
  const locale = useLocale();
  if (progress === null) return null;
  const text = progressText(progress, locale, t);
  return (
    <div className={styles.progress}>
      {text}
      <ProgressBar value={progress.sent} max={progress.size} aria-label={text} />
    </div>
  );
}

interface AnswerBoxProps {
  detail: MyTicketDetail;
  justActed: boolean;
  onActed: () => void;
  onSent: () => void;
}

function AnswerBox({ detail, justActed, onActed, onSent }: AnswerBoxProps) {
  if (detail.stage === 'missing') return <MissingTicket />;
  if (comingStatus(detail) === 'closed') return <ClosedTicket detail={detail} justClosed={justActed} />;
  if (!detail.ticket.can.comment) return <ActsOnly detail={detail} onActed={onActed} />;
  return <MessageBox detail={detail} onActed={onActed} onSent={onSent} />;
}

/** The message box, or what replaces it; above it, the acts that are still in the outbox. */
function Answer({ detail, onSent }: { detail: MyTicketDetail; onSent: () => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const [acted, setActed] = useState(false);
  return (
    <>
      {waitingActTexts(detail, t).map((act) => (
        <p key={act} className={styles.waiting} role="status">
          {t('tickets.waitingAct', { act })}
        </p>
      ))}
      <AnswerBox detail={detail} justActed={acted} onActed={() => setActed(true)} onSent={onSent} />
    </>
  );
}
