// The time line of a ticket, oldest first: the description, replies and internal notes, and the solution.
import { Avatar, Badge, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, LockClosedRegular, PersonRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { DeskAttachment, DeskComment, DeskTicket } from '../../contract/console.ts';
import { CARD_BOX } from '../ui/card-box.ts';
import { Moment } from '../ui/instant.tsx';
import { plainList } from '../ui/plain-list.ts';
import { useTexts } from '../ui/texts.ts';
import { Answers } from './answers.tsx';
import { Attachments } from './attachments.tsx';

const useStyles = makeStyles({
  list: plainList(tokens.spacingVerticalM),
  entry: {
    display: 'grid',
    gridTemplateColumns: '32px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
  },
  card: CARD_BOX,
  technician: {
    backgroundColor: tokens.colorBrandBackground2,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorBrandStroke2}`,
  },
  internal: {
    backgroundColor: tokens.colorNeutralBackground3,
    border: `${tokens.strokeWidthThin} dashed ${tokens.colorStatusWarningBorder2}`,
  },
  solution: {
    backgroundColor: tokens.colorStatusSuccessBackground1,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorStatusSuccessBorder1}`,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  secondary: { color: tokens.colorNeutralForeground2 },
  body: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
});

type Look = 'requester' | 'technician' | 'internal' | 'solution';

interface EntryProps {
  look: Look;
  author: string;
  /** null if the time is not known */
  at: string | null;
  badge?: ReactNode;
  body: string;
  /** shown between the text and the files */
  children?: ReactNode;
  attachments: DeskAttachment[];
}

function Entry({ look, author, at, badge, body, children, attachments }: EntryProps) {
  const styles = useStyles();
  return (
    <li className={styles.entry}>
      <Avatar name={author} color={look === 'requester' ? 'neutral' : 'brand'} aria-hidden />
      <article className={mergeClasses(styles.card, look !== 'requester' && styles[look])}>
        <div className={styles.head}>
          <Text weight="semibold">{author}</Text>
          {at && (
            <Text className={styles.secondary}>
              <Moment at={at} />
            </Text>
          )}
          {badge}
        </div>
        {body && <Text className={styles.body}>{body}</Text>}
        {children}
        {attachments.length > 0 && <Attachments attachments={attachments} />}
      </article>
    </li>
  );
}

function CommentEntry({ comment }: { comment: DeskComment }) {
  const { t } = useTexts();
  const look = comment.internal ? 'internal' : comment.author;
  return (
    <Entry
      look={look}
      author={comment.authorName}
      at={comment.createdAt}
      badge={
        comment.internal && (
          <Badge appearance="tint" color="warning" icon={<LockClosedRegular />}>
            {t('tickets.internalMark')}
          </Badge>
        )
      }
      body={comment.body}
      attachments={comment.attachments}
    />
  );
}

export function Timeline({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  const comments = ticket.comments.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  return (
    <ol className={styles.list} aria-label={t('tickets.timeline')}>
      <Entry
        look="requester"
        author={ticket.writtenBy ?? ticket.requester}
        at={ticket.createdAt}
        badge={
          ticket.writtenBy !== null && (
            <Badge appearance="tint" color="informative" icon={<PersonRegular />}>
              {t('tickets.onBehalfOf', { person: ticket.requester })}
            </Badge>
          )
        }
        body={ticket.description || t('tickets.noDescription')}
        attachments={ticket.attachments}
      >
        {ticket.answers.length > 0 && <Answers answers={ticket.answers} />}
      </Entry>
      {comments.map((comment) => (
        <CommentEntry key={comment.id} comment={comment} />
      ))}
      {ticket.solution !== null && (
        <Entry
          look="solution"
          author={ticket.technician ?? t('tickets.solution')}
          at={null}
          badge={
            <Badge appearance="outline" color="success" icon={<CheckmarkCircleRegular />}>
              {t('tickets.solution')}
            </Badge>
          }
          body={ticket.solution}
          attachments={[]}
        />
      )}
    </ol>
  );
}
