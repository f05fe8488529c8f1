// The time line of a ticket, oldest first: the description, replies and internal notes, and the changes of its status.
import { Avatar, Badge, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import {
  ArrowRightRegular,
  CheckmarkCircleRegular,
  LockClosedRegular,
  PersonRegular,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type {
  CorrectedField,
  DeskAttachment,
  DeskComment,
  DeskTicket,
  EventRelation,
  TicketEvent,
} from '../../contract/console.ts';
import { type Language, unreachable } from '../../contract/primitives.ts';
import { Answers } from '../ui/answers.tsx';
import { CARD_BOX } from '../ui/card-box.ts';
import { ExactTime, Moment } from '../ui/instant.tsx';
import { plainList } from '../ui/plain-list.ts';
import { type Phrase, type Translate, useTexts } from '../ui/texts.ts';
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
  mark: {
    justifySelf: 'center',
    marginTop: tokens.spacingVerticalXXS,
    color: tokens.colorNeutralForeground2,
  },
  fold: { cursor: 'pointer', color: tokens.colorNeutralForeground2 },
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
      author={withPresentName(comment.authorName, comment.renamed, t)}
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
    >
      {comment.whole !== null && <WholeMail text={comment.whole} />}
      {comment.mentions.length > 0 && <Mentioned comment={comment} />}
    </Entry>
  );
}

/** The mail that a comment is part of, with what it quotes: folded. */
function WholeMail({ text }: { text: string }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <details>
      <summary className={styles.fold}>{t('tickets.wholeMail')}</summary>
      <Text className={mergeClasses(styles.body, styles.secondary)}>{text}</Text>
    </details>
  );
}

function Mentioned({ comment: { mentions } }: { comment: DeskComment }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <Text size={200} className={styles.secondary}>
      {t('tickets.mentioned', { names: mentions.map(({ fullName }) => fullName).join(', ') })}
    </Text>
  );
}

/** A change in one line, with what was corrected, and the reason that no solution is. */
function EventEntry({ event, backend }: { event: TicketEvent; backend: string }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { at, by, reason, corrected, renamed, pending } = event;
  const name = event.name && withPresentName(event.name, renamed, t);
  const who = { staff: name, participant: name ?? t('tickets.event.participant'), backend, guichet: null }[
    by
  ];
  return (
    <li className={styles.entry}>
      <ArrowRightRegular className={styles.mark} aria-hidden />
      <div>
        <Text className={styles.secondary}>
          {who ?? t('tickets.event.guichet')} {'· '}
          {whatHappened(event, t, language)} {'· '}
          <Moment at={at} />
        </Text>
        {corrected.map((field) => (
          <Text key={field.what} block>
            {correctionOf(field, t, language)}
          </Text>
        ))}
        {reason !== null && (
          <Text block className={styles.body}>
            {reason}
          </Text>
        )}
        {pending && <ComesBack pending={pending} />}
      </div>
    </li>
  );
}

/** When a pending ticket was to come back by itself. Nothing where only somebody of the staff brings it back. */
function ComesBack({ pending: { until, untilAnswer } }: { pending: NonNullable<TicketEvent['pending']> }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <>
      {until !== null && (
        <Text block className={styles.secondary}>
          {t('tickets.pending.backOn')} <ExactTime at={until} />
        </Text>
      )}
      {untilAnswer && (
        <Text block className={styles.secondary}>
          {t('tickets.pending.backAtAnswer')}
        </Text>
      )}
    </>
  );
}

/** A name as it was then, and as it is now. */
function withPresentName(name: string, renamed: string | null, t: Translate): string {
  return renamed === null ? name : t('tickets.renamed', { name, renamed });
}

/** The change of the status or of what it waits for, to whom it was assigned, or that it was corrected, merged, joined to something, or asked for approval. */
function whatHappened(
  { from, to, assigned, corrected, merged, released, asked, related, pending }: TicketEvent,
  t: Translate,
  language: Language,
): string {
  if (related !== null) return relationOf(related, t, language);
  if (asked !== null) return t('tickets.event.asked', { name: asked });
  if (merged !== null)
    return t(to === 'closed' ? 'tickets.event.merged' : 'tickets.event.unmerged', { number: merged });
  if (corrected.length > 0) return t('tickets.event.corrected');
  const { team = null, technician = null } = assigned ?? {};
  if (released !== null)
    return team === null
      ? t('tickets.event.releasedToNobody', { technician: released })
      : t('tickets.event.released', { technician: released, team });
  if (technician !== null && team !== null) return t('tickets.event.assigned', { technician, team });
  if (team !== null) return t('tickets.event.assignedTeam', { team });
  if (technician !== null) return t('tickets.event.assignedTechnician', { technician });
  if (from === to && pending !== null) return t('tickets.event.waitChanged');
  return t('tickets.event.moved', { from: t(`tickets.status.${from}`), to: t(`tickets.status.${to}`) });
}

const RELATIONS = {
  'took-in': 'tickets.event.tookIn',
  'let-go': 'tickets.event.letGo',
  'split-into': 'tickets.event.splitInto',
  'split-from': 'tickets.event.splitFrom',
  linked: 'tickets.event.linked',
  unlinked: 'tickets.event.unlinked',
  announced: 'tickets.event.announced',
  unannounced: 'tickets.event.unannounced',
  'mail-made': 'tickets.event.mailMade',
  'mail-added': 'tickets.event.mailAdded',
  'sender-added': 'tickets.event.senderAdded',
} as const satisfies Record<EventRelation['how'], Phrase>;

function relationOf(related: EventRelation, t: Translate, language: Language): string {
  const phrase = RELATIONS[related.how];
  if ('title' in related) return t(phrase, { title: related.title[language] });
  return 'sender' in related ? t(phrase, { sender: related.sender }) : t(phrase, { name: related.name });
}

/** What was corrected, from what to what. */
function correctionOf(field: CorrectedField, t: Translate, language: Language): string {
  const unknown = t('tickets.correct.unknown');
  const line = (name: Phrase, from: string | null, to: string) =>
    t('tickets.event.correction', { name: t(name), from: from ?? unknown, to });
  switch (field.what) {
    case 'category':
      return line(
        'tickets.category',
        field.from?.[language] ?? null,
        field.to?.[language] ?? t('tickets.correct.none'),
      );
    case 'organisation':
      return line('tickets.column.organisation', field.from, field.to);
    case 'requester':
      return line('tickets.column.requester', field.from, field.to);
    case 'answers':
      return t('tickets.answers');
    case 'kind':
      return line('tickets.kindName', t(`tickets.kind.${field.from}`), t(`tickets.kind.${field.to}`));
    case 'impact':
      return line(
        'tickets.impactName',
        field.from && t(`tickets.impact.${field.from}`),
        t(`tickets.impact.${field.to}`),
      );
    case 'urgency':
      return line(
        'tickets.urgencyName',
        field.from && t(`tickets.urgency.${field.from}`),
        t(`tickets.urgency.${field.to}`),
      );
    case 'priority': {
      const named = (priority: typeof field.to) =>
        t(priority === null ? 'tickets.correct.computedUnknown' : `tickets.priority.${priority}`);
      return line('tickets.priorityName', named(field.from), named(field.to));
    }
    default:
      return unreachable(field);
  }
}

/** The solution as it was written, also of a ticket that was reopened since. */
function SolutionEntry({ author, at, body }: { author: string; at: string | null; body: string }) {
  const { t } = useTexts();
  return (
    <Entry
      look="solution"
      author={author}
      at={at}
      badge={
        <Badge appearance="outline" color="success" icon={<CheckmarkCircleRegular />}>
          {t('tickets.solution')}
        </Badge>
      }
      body={body}
      attachments={[]}
    />
  );
}

interface Dated {
  at: string;
  entry: ReactNode;
}

/** Comments and changes of the status in the order of time. The solution is the change that brought it. */
function datedEntries({ comments, events, links, technician }: DeskTicket): ReactNode[] {
  const backend = links[0]?.backend ?? '';
  const said = comments.map(
    (comment): Dated => ({
      at: comment.createdAt,
      entry: <CommentEntry key={comment.id} comment={comment} />,
    }),
  );
  const happened = events.map((event, index): Dated => {
    const { at, to, reason } = event;
    // its place is all that identifies it
    const key = `event ${index}`;
    const isSolution = to === 'resolved' && reason !== null;
    const entry = isSolution ? (
      <SolutionEntry
        key={key}
        author={event.renamed ?? event.name ?? technician ?? backend}
        at={at}
        body={reason}
      />
    ) : (
      <EventEntry key={key} event={event} backend={backend} />
    );
    return { at, entry };
  });
  return [...said, ...happened]
    .sort((one, other) => one.at.localeCompare(other.at))
    .map(({ entry }) => entry);
}

export function Timeline({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { events, solution, technician } = ticket;
  // resolved before there was a history
  const isUndated =
    solution !== null && !events.some(({ to, reason }) => to === 'resolved' && reason === solution);
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
      {datedEntries(ticket)}
      {isUndated && <SolutionEntry author={technician ?? t('tickets.solution')} at={null} body={solution} />}
    </ol>
  );
}
