// The form under the time line: a reply to the requester or an internal note, with its files.
import {
  Button,
  Caption1,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  Tab,
  TabList,
  tokens,
} from '@fluentui/react-components';
import { LockClosedRegular, SendRegular } from '@fluentui/react-icons';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { v7 } from 'uuid';
import { type Colleague, worksFor } from '../../contract/colleagues.ts';
import { type DeskTicket, Reply } from '../../contract/console.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { useColleagues } from '../colleagues/queries.ts';
import { Bar } from '../ui/bar.tsx';
import { FailureBar } from '../ui/failure-bar.tsx';
import { focusFirstInvalid } from '../ui/focus-first-invalid.ts';
import { useTexts } from '../ui/texts.ts';
import { AttachButton } from './attach-button.tsx';
import { useFileDrop } from './file-drop.ts';
import { linkElsewhere } from './links.ts';
import { mentionedIn } from './mentions.ts';
import { useMessage } from './message.ts';
import { NoteField } from './note-field.tsx';
import { useDeskAct } from './queries.ts';
import { ReplyFileList } from './reply-file-list.tsx';
import { MessageKind } from './reply-files.ts';
import { isUnassigned } from './unassigned.ts';

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
  dropping: {
    outline: `${tokens.strokeWidthThick} dashed ${tokens.colorCompoundBrandStroke}`,
    outlineOffset: '-4px',
  },
  kinds: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalMNudge})` },
  actions: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    // at the end of its line where the hint takes one of its own
    marginLeft: 'auto',
  },
  secondary: { color: tokens.colorNeutralForeground2 },
});

export function ReplyBox({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  if (ticket.status !== 'closed') return <MessageForm ticket={ticket} />;
  return (
    <MessageBar>
      <MessageBarBody>{t('tickets.closedBox')}</MessageBarBody>
    </MessageBar>
  );
}

/** The idempotency key of a message: retries of the same message reuse it; it is reset when the message is sent or edited. */
function useKey(isEmpty: boolean): (reply: Reply) => string {
  const last = useRef({ message: '', key: '' });
  useEffect(() => {
    if (isEmpty) last.current = { message: '', key: '' };
  }, [isEmpty]);
  return (reply) => {
    const message = JSON.stringify(reply);
    if (last.current.message !== message) last.current = { message, key: v7() };
    return last.current.key;
  };
}

/** The message, whether it can be sent, and the function that sends it. */
function useReply(ticketId: string, colleagues: readonly Colleague[]) {
  const deskAct = useDeskAct(ticketId);
  const message = useMessage(ticketId);
  const { kind, body, files, attachments } = message;
  const [isSubmitted, setIsSubmitted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const mentioned = kind === 'note' ? mentionedIn(body, colleagues) : { ids: [], shared: [] };
  const reply = Reply.safeParse({ body, internal: kind === 'note', mentions: mentioned.ids, attachments });
  const isEmpty = body.trim() === '' && files.length === 0;
  const isReady = !isEmpty && message.isSent && !deskAct.isPending;
  const keyOf = useKey(isEmpty);
  // `mutateAsync`: callbacks of `mutate` are dropped on unmount, and the sent text would then be restored.
  const deliver = (sent: Reply) =>
    deskAct.mutateAsync({ act: 'reply', reply: { ...sent, key: keyOf(sent) } }).then(message.clear, () => {});
  return {
    message,
    form,
    isReady,
    isSending: deskAct.isPending,
    isTextMissing: isSubmitted && !reply.success,
    shared: mentioned.shared,
    failure: deskAct.error?.failure ?? null,
    send() {
      if (!isReady) return;
      // Render the validation message before the first invalid field is looked up.
      flushSync(() => setIsSubmitted(!reply.success));
      if (reply.success) void deliver(reply.data);
      else if (form.current) focusFirstInvalid(form.current);
    },
    choose(next: MessageKind) {
      deskAct.reset();
      message.choose(next);
    },
  };
}

function MessageForm({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  const colleagues = useColleagues().filter((one) => worksFor(one, ticket.organisationId));
  const reply = useReply(ticket.id, colleagues);
  const { message, form, isReady, isSending, isTextMissing, shared, failure, send, choose } = reply;
  const { kind, body, files, fileTypes, refused } = message;
  const drop = useFileDrop(message.attach);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  };
  const takesNote = kind === 'note' && (ticket.elsewhere?.acts.includes('note') ?? false);
  const noteThere = takesNote ? linkElsewhere(ticket)?.backend : undefined;
  const looks = mergeClasses(styles.root, kind === 'note' && styles.note, drop.isOver && styles.dropping);
  return (
    <form ref={form} className={looks} onSubmit={submit} {...drop.handlers} noValidate>
      <KindTabs kind={kind} onChoose={choose} disabled={isSending} />
      {failure && <NotSent failure={failure} />}
      <NoteField
        body={body}
        readOnly={isSending}
        problem={isTextMissing ? t('tickets.messageMissing') : null}
        shared={shared}
        colleagues={kind === 'note' ? colleagues : []}
        onChange={message.setBody}
        onKeyDown={onKeyDown}
      />
      {refused.map((reason) => (
        <FailureBar key={`${reason.code} ${reason.details?.name ?? ''}`} failure={reason} />
      ))}
      {files.length > 0 && <ReplyFileList files={files} onRetry={message.retry} onRemove={message.remove} />}
      <Bar>
        <Caption1 className={styles.secondary}>
          {noteThere ? t('tickets.seenBy.noteThere', { backend: noteThere }) : t(`tickets.seenBy.${kind}`)}
          {fileTypes && ` ${t('tickets.fileTypes', { types: fileTypes.join(', ') })}`}
        </Caption1>
        <div className={styles.actions}>
          <AttachButton onPick={(picked) => message.attach(picked, [])} />
          <SendButton kind={kind} status={ticket.status} isReady={isReady} />
        </div>
      </Bar>
    </form>
  );
}

interface SendButtonProps {
  kind: MessageKind;
  status: DeskTicket['status'];
  isReady: boolean;
}

function SendButton({ kind, status, isReady }: SendButtonProps) {
  const { t } = useTexts();
  return (
    <Button
      type="submit"
      // The primary action of an unassigned ticket is to take it.
      appearance={isUnassigned(status) ? 'secondary' : 'primary'}
      icon={kind === 'note' ? <LockClosedRegular /> : <SendRegular />}
      disabledFocusable={!isReady}
    >
      {t(`tickets.act.${kind}`)}
    </Button>
  );
}

function NotSent({ failure }: { failure: GuichetError }) {
  const { t } = useTexts();
  if (failure.code !== 'attachment-missing') return <FailureBar failure={failure} />;
  // Uploads belong to the account that sent them: another one has signed in since.
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{t('tickets.filesNotYours')}</MessageBarBody>
    </MessageBar>
  );
}

interface KindTabsProps {
  kind: MessageKind;
  disabled: boolean;
  onChoose: (kind: MessageKind) => void;
}

function KindTabs({ kind, disabled, onChoose }: KindTabsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <TabList
      className={styles.kinds}
      size="small"
      selectedValue={kind}
      disabled={disabled}
      onTabSelect={(_, { value }) => onChoose(MessageKind.parse(value))}
    >
      {MessageKind.options.map((option) => (
        <Tab key={option} value={option}>
          {t(`tickets.act.${option}`)}
        </Tab>
      ))}
    </TabList>
  );
}
