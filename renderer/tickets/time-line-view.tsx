// The time line of a ticket on the screen: the messages and files of both sides, and those still in the outbox.
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { unreachable } from '../../contract/constants.ts';
import type { MyTicketDetail } from '../../contract/ipc.ts';
import type { Attachment } from '../../contract/ticket.ts';
import { Instant } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { AttachmentList } from './attachment-list.tsx';
import { type TimeLineEntry, timeLineOf } from './time-line.ts';

const useStyles = makeStyles({
  line: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
  },
  entry: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  technician: {
    backgroundColor: tokens.colorNeutralBackground3,
    borderLeft: `3px solid ${tokens.colorCompoundBrandStroke}`,
  },
  waiting: {
    borderTopStyle: 'dashed',
    borderRightStyle: 'dashed',
    borderBottomStyle: 'dashed',
    borderLeftStyle: 'dashed',
  },
  head: { display: 'flex', flexWrap: 'wrap', columnGap: '8px', alignItems: 'baseline' },
  author: { ...typographyStyles.body1Strong, overflowWrap: 'anywhere' },
  quiet: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  body: {
    ...typographyStyles.body1,
    margin: 0,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    userSelect: 'text',
  },
});

/** Keeps the end of the time line in sight if it was in sight, and shows it after the person sent a message. */
function useNewestInSight(
  line: RefObject<HTMLOListElement | null>,
  newest: TimeLineEntry | undefined,
  sent: number,
): void {
  const id = newest?.id ?? null;
  const kind = newest?.kind;
  const shownId = useRef(id);
  const endInSight = useRef(false);
  useLayoutEffect(() => {
    if (shownId.current === id) return;
    shownId.current = id;
    if (endInSight.current) line.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [line, id]);
  useLayoutEffect(() => {
    if (sent === 0) return;
    endInSight.current = true;
    line.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [line, sent]);
  // A message that was sent becomes another element than the waiting one: the new one has to be observed.
  useEffect(() => {
    const end = id === null || kind === undefined ? null : line.current?.lastElementChild;
    const view = line.current?.parentElement;
    if (!end || !view) return;
    const seen = new IntersectionObserver((changes) => {
      endInSight.current = changes.at(-1)?.isIntersecting ?? false;
    });
    const resized = new ResizeObserver(() => {
      if (endInSight.current) end.scrollIntoView({ block: 'nearest' });
    });
    seen.observe(end);
    resized.observe(view);
    return () => {
      seen.disconnect();
      resized.disconnect();
    };
  }, [line, id, kind]);
}

interface TimeLineProps {
  detail: MyTicketDetail;
  /** number of messages sent from this window */
  sent: number;
}

export function TimeLine({ detail, sent }: TimeLineProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const line = useRef<HTMLOListElement>(null);
  const entries = timeLineOf(detail);
  useNewestInSight(line, entries.at(-1), sent);
  return (
    <ol ref={line} className={styles.line} aria-label={t('tickets.conversation')}>
      {entries.map((entry) => (
        <Line key={entry.id} entry={entry} ticketId={detail.ticket.id} />
      ))}
    </ol>
  );
}

function Line({ entry, ticketId }: { entry: TimeLineEntry; ticketId: string }) {
  const { t } = useTexts();
  switch (entry.kind) {
    case 'description':
      return (
        <MessageEntry {...entry} ticketId={ticketId} author={entry.authorName}>
          {t('tickets.openedIt')} · <Instant at={entry.at} />
        </MessageEntry>
      );
    case 'comment': {
      const { author, authorName, createdAt, body, attachments } = entry.comment;
      const technician = author === 'technician';
      return (
        <MessageEntry
          ticketId={ticketId}
          body={body}
          attachments={attachments}
          technician={technician}
          author={authorName}
        >
          {technician ? `${t('tickets.helpDesk')} · ` : null}
          <Instant at={createdAt} />
        </MessageEntry>
      );
    }
    case 'solution':
      return (
        <MessageEntry
          ticketId={ticketId}
          body={entry.body}
          attachments={[]}
          technician
          author={t('tickets.solution')}
        >
          {t('tickets.helpDesk')}
        </MessageEntry>
      );
    case 'waiting':
      return (
        <MessageEntry {...entry} ticketId={ticketId} waiting author={t('tickets.you')}>
          <Instant at={entry.at} /> · {t('tickets.waitingToBeSent')}
        </MessageEntry>
      );
    default:
      return unreachable(entry);
  }
}

interface MessageEntryProps {
  ticketId: string;
  author: string;
  body: string;
  attachments: Attachment[];
  technician?: boolean;
  waiting?: boolean;
  /** shown beside the author, such as the time */
  children: ReactNode;
}

function MessageEntry({
  ticketId,
  author,
  body,
  attachments,
  technician,
  waiting,
  children,
}: MessageEntryProps) {
  const styles = useStyles();
  return (
    <li className={mergeClasses(styles.entry, technician && styles.technician, waiting && styles.waiting)}>
      <div className={styles.head}>
        <span className={styles.author}>{author}</span>
        <span className={styles.quiet}>{children}</span>
      </div>
      {body === '' ? null : <p className={styles.body}>{body}</p>}
      <AttachmentList ticketId={ticketId} attachments={attachments} />
    </li>
  );
}
