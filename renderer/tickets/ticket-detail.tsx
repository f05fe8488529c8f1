// One ticket: where it is, what was written, and the way to answer.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import type { MyTicketDetail } from '../../contract/ipc.ts';
import { Facts } from '../ui/facts.tsx';
import { Instant } from '../ui/instant.tsx';
import { placePath } from '../ui/place-path.ts';
import { PlacePath } from '../ui/place-path-view.tsx';
import { ScrollArea } from '../ui/scroll-area.tsx';
import { useTexts } from '../ui/texts.ts';
import { AttachmentList } from './attachment-list.tsx';
import { ClosedNote, MessageBox } from './message-box.tsx';
import { numberText, statusText } from './status.ts';
import { TimeLine } from './time-line.tsx';

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
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  sectionTitle: { ...typographyStyles.body1Strong, margin: 0 },
  text: {
    ...typographyStyles.body1,
    margin: 0,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    userSelect: 'text',
  },
  solution: {
    padding: '12px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  answer: {
    flex: '0 0 auto',
    padding: '12px 24px 16px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (max-width: 720px)': { padding: '8px 16px' },
  },
  inlineAnswer: { paddingTop: '12px', borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
});

interface TicketDetailProps {
  detail: MyTicketDetail;
  message: string;
  onMessage: (message: string) => void;
  /** too little room for an answer that stays below: it then follows the text */
  narrow: boolean;
}

export function TicketDetail({ detail, message, onMessage, narrow }: TicketDetailProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  const { place, ticket, waitingComments } = detail;
  const { id, number, title, status, technician } = ticket;
  useEffect(() => {
    if (narrow) heading.current?.focus();
  }, [narrow]);
  const answer =
    status === 'closed' ? (
      <ClosedNote />
    ) : (
      <MessageBox ticketId={id} message={message} onMessage={onMessage} />
    );
  return (
    <article className={styles.detail}>
      <ScrollArea className={styles.scroll} labelledBy="ticket-title">
        <header className={styles.head}>
          <span className={styles.number}>{numberText(place, number, t)}</span>
          <h2 ref={heading} id="ticket-title" className={styles.title} tabIndex={-1}>
            {title}
          </h2>
        </header>
        <PlacePath steps={placePath({ place, status, technician })} number={number} technician={technician} />
        <Facts
          sideBySide
          facts={[
            { name: t('tickets.status'), value: statusText(place, status, t) },
            { name: t('tickets.opened'), value: <Instant at={ticket.createdAt} /> },
            { name: t('tickets.technician'), value: technician ?? t('tickets.noTechnician') },
          ]}
        />
        {ticket.description === '' ? null : (
          <Section title={t('capture.description')}>
            <p className={styles.text}>{ticket.description}</p>
          </Section>
        )}
        {ticket.attachments.length === 0 ? null : (
          <Section title={t('tickets.attachments')}>
            <AttachmentList attachments={ticket.attachments} />
          </Section>
        )}
        <TimeLine comments={ticket.comments} waitingComments={waitingComments} />
        {ticket.solution === null ? null : (
          <div className={styles.solution}>
            <Section title={t('tickets.solution')}>
              <p className={styles.text}>{ticket.solution}</p>
            </Section>
          </div>
        )}
        {narrow ? <div className={styles.inlineAnswer}>{answer}</div> : null}
      </ScrollArea>
      {narrow ? null : <div className={styles.answer}>{answer}</div>}
    </article>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <section className={styles.section}>
      <h3 className={styles.sectionTitle}>{title}</h3>
      {children}
    </section>
  );
}
