// The tickets and announcements that a ticket belongs to, each as a link, and the way out of a merger.
import {
  Button,
  Caption1,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { DeskTicket } from '../../contract/console.ts';
import type { Relation } from '../../contract/relations.ts';
import { plainList } from '../ui/plain-list.ts';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useDeskAct } from './queries.ts';

const useStyles = makeStyles({
  list: plainList(tokens.spacingVerticalS),
  row: {
    display: 'flex',
    alignItems: 'start',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalS,
  },
  what: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  secondary: { color: tokens.colorNeutralForeground2 },
});

type TicketRelation = Extract<Relation, { ticket: unknown }>;

function nameOf({ ticket: { number, title } }: TicketRelation): string {
  return number ?? title;
}

/** Those that were linked by hand can be removed; a split and a merger are acts. */
function isRemovable({ kind }: Relation): boolean {
  return kind === 'related' || kind === 'announcement';
}

export function Relations({ ticket }: { ticket: DeskTicket }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {ticket.relations.map((relation) => (
        <li key={relation.id} className={styles.row}>
          <One relation={relation} />
          {isRemovable(relation) && <Remove ticket={ticket} relation={relation} />}
        </li>
      ))}
    </ul>
  );
}

function One({ relation }: { relation: Relation }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  if (relation.kind === 'announcement')
    return (
      <span className={styles.what}>
        <RouteLink to="/announcements">{relation.announcement.title[language]}</RouteLink>
        <Caption1 className={styles.secondary}>{t('tickets.relation.announcement')}</Caption1>
      </span>
    );
  const { id, title, status } = relation.ticket;
  return (
    <span className={styles.what}>
      <RouteLink to={`/tickets/${id}`}>{nameOf(relation)}</RouteLink>
      <Text>{title}</Text>
      <Caption1 className={styles.secondary}>
        {t(`tickets.relation.${relation.kind}`)} · {t(`tickets.status.${status}`)}
      </Caption1>
    </span>
  );
}

function Remove({ ticket, relation }: { ticket: DeskTicket; relation: Relation }) {
  const { t, language } = useTexts();
  const toasts = useToasts();
  const deskAct = useDeskAct(ticket.id);
  const name = relation.kind === 'announcement' ? relation.announcement.title[language] : nameOf(relation);
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={<DismissRegular />}
      aria-label={t('tickets.relation.remove', { name })}
      disabledFocusable={deskAct.isPending}
      onClick={() =>
        deskAct.mutate({ act: 'remove-relation', relationId: relation.id }, { onError: toasts.failure })
      }
    />
  );
}

/** Says where a merged ticket goes on, and undoes the merger. */
export function MergedBar({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const deskAct = useDeskAct(ticket.id);
  const into = ticket.relations.find((relation) => relation.kind === 'merged-into');
  if (into?.kind !== 'merged-into') return null;
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        {t('tickets.merge.merged')} <RouteLink to={`/tickets/${into.ticket.id}`}>{nameOf(into)}</RouteLink>
      </MessageBarBody>
      <MessageBarActions>
        <Button
          disabledFocusable={deskAct.isPending}
          onClick={() => deskAct.mutate({ act: 'undo-merger' }, { onError: toasts.failure })}
        >
          {t('tickets.merge.undo')}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
