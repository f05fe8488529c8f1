// What was said on a ticket, by both sides, oldest first, with what still waits to be sent.
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import type { MyTicketDetail } from '../../contract/ipc.ts';
import type { TicketComment } from '../../contract/ticket.ts';
import { Instant } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { AttachmentList } from './attachment-list.tsx';

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

type TimeLineProps = Pick<MyTicketDetail, 'waitingComments'> & { comments: TicketComment[] };

export function TimeLine({ comments, waitingComments }: TimeLineProps) {
  const { t } = useTexts();
  const styles = useStyles();
  if (comments.length + waitingComments.length === 0) return null;
  const ordered = [...comments].sort((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
  return (
    <ol className={styles.line} aria-label={t('tickets.conversation')}>
      {ordered.map((comment) => (
        <Comment key={comment.id} comment={comment} />
      ))}
      {waitingComments.map(({ id, body, submittedAt }) => (
        <li key={id} className={mergeClasses(styles.entry, styles.waiting)}>
          <div className={styles.head}>
            <span className={styles.author}>{t('tickets.you')}</span>
            <span className={styles.quiet}>
              <Instant at={submittedAt} /> · {t('tickets.waitingToBeSent')}
            </span>
          </div>
          <p className={styles.body}>{body}</p>
        </li>
      ))}
    </ol>
  );
}

function Comment({ comment }: { comment: TicketComment }) {
  const { t } = useTexts();
  const styles = useStyles();
  const byTechnician = comment.author === 'technician';
  return (
    <li className={mergeClasses(styles.entry, byTechnician && styles.technician)}>
      <div className={styles.head}>
        <span className={styles.author}>{comment.authorName}</span>
        <span className={styles.quiet}>
          {byTechnician ? `${t('tickets.helpDesk')} · ` : null}
          <Instant at={comment.createdAt} />
        </span>
      </div>
      <p className={styles.body}>{comment.body}</p>
      <AttachmentList attachments={comment.attachments} />
    </li>
  );
}
