// The box under the time line: a reply to the requester, or a note that only staff see.
import {
  Button,
  Caption1,
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  Tab,
  TabList,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { LockClosedRegular, SendRegular } from '@fluentui/react-icons';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { z } from 'zod';
import { type DeskTicket, Reply } from '../../contract/console.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { useWords } from '../ui/words.ts';
import { useDeskAct } from './queries.ts';
import { useUnsent } from './unsent.ts';

const Kind = z.enum(['reply', 'note']);
type Kind = z.infer<typeof Kind>;

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
    borderRadius: tokens.borderRadiusLarge,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
  },
  note: {
    backgroundColor: tokens.colorNeutralBackground3,
    border: `${tokens.strokeWidthThin} dashed ${tokens.colorStatusWarningBorder2}`,
  },
  kinds: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalMNudge})` },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  secondary: { color: tokens.colorNeutralForeground2 },
});

/** What is being written: its kind, and the way to change kind. */
function useMessage(ticketId: string) {
  const [kind, setKind] = useState<Kind>('reply');
  // One text for each: what was meant for colleagues is never found again in a reply.
  const texts = { reply: useUnsent(`${ticketId}.reply`), note: useUnsent(`${ticketId}.note`) };
  const [body, setBody] = texts[kind];
  const choose = (next: Kind) => {
    const [other, setOther] = texts[next];
    // Whoever decides while writing takes the text along.
    if (next !== kind && !other) {
      setOther(body);
      setBody('');
    }
    setKind(next);
  };
  return { kind, choose, body, setBody };
}

export function ReplyBox({ ticket }: { ticket: DeskTicket }) {
  const { t } = useWords();
  if (ticket.status !== 'closed') return <MessageForm ticket={ticket} />;
  return (
    <MessageBar>
      <MessageBarBody>{t('tickets.closedBox')}</MessageBarBody>
    </MessageBar>
  );
}

function MessageForm({ ticket }: { ticket: DeskTicket }) {
  const { t } = useWords();
  const styles = useStyles();
  const desk = useDeskAct(ticket.id);
  const { kind, choose, body, setBody } = useMessage(ticket.id);
  const reply = Reply.safeParse({ body, internal: kind === 'note' });
  const send = () => {
    if (!reply.success || desk.isPending) return;
    desk.mutate({ act: 'reply', reply: reply.data }, { onSuccess: () => setBody('') });
  };
  const change = (next: Kind) => {
    desk.reset();
    choose(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  };
  return (
    <form className={mergeClasses(styles.root, kind === 'note' && styles.note)} onSubmit={submit} noValidate>
      <KindTabs kind={kind} onChoose={change} />
      {desk.error && <FailureBar failure={desk.error.failure} />}
      <Field label={t('tickets.message')}>
        <Textarea
          rows={4}
          resize="vertical"
          value={body}
          onChange={(_, { value }) => setBody(value)}
          onKeyDown={onKeyDown}
        />
      </Field>
      <div className={styles.foot}>
        <Caption1 className={styles.secondary}>{t(`tickets.seenBy.${kind}`)}</Caption1>
        <Button
          type="submit"
          // A new ticket's primary act is to take it.
          appearance={ticket.status === 'new' ? 'secondary' : 'primary'}
          icon={kind === 'note' ? <LockClosedRegular /> : <SendRegular />}
          disabledFocusable={!reply.success || desk.isPending}
        >
          {t(`tickets.act.${kind}`)}
        </Button>
      </div>
    </form>
  );
}

function KindTabs({ kind, onChoose }: { kind: Kind; onChoose: (kind: Kind) => void }) {
  const { t } = useWords();
  const styles = useStyles();
  return (
    <TabList
      className={styles.kinds}
      size="small"
      selectedValue={kind}
      onTabSelect={(_, { value }) => onChoose(Kind.parse(value))}
    >
      {Kind.options.map((option) => (
        <Tab key={option} value={option}>
          {t(`tickets.act.${option}`)}
        </Tab>
      ))}
    </TabList>
  );
}
