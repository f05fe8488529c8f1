// The box for a message to the help desk, with the acts that the ticket's status allows.
import { Button, Field, makeStyles, Textarea, typographyStyles } from '@fluentui/react-components';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { MyTicketDetail } from '../../contract/ipc.ts';
import type { RequesterAct } from '../../contract/ticket.ts';
import { Attachments } from '../attachments/attachments.tsx';
import { useAppState, useBridge, useSentence } from '../ui/bridge.ts';
import { focusField } from '../ui/focus-field.ts';
import { isSendKey, submitsByItself } from '../ui/keys.ts';
import { Notice } from '../ui/notice.tsx';
import { SendButton } from '../ui/send-button.tsx';
import { useTexts } from '../ui/texts.ts';
import { actText, comingStatus, offeredActs } from './ticket-acts.ts';
import { type MessageEditor, useMessage } from './use-message.ts';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: '8px' },
  question: { ...typographyStyles.body1Strong, margin: 0 },
  text: { minHeight: '56px', maxHeight: '160px', fieldSizing: 'content' },
  foot: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', justifyContent: 'flex-end', gap: '8px' },
  attachments: { flex: '1 1 auto', minWidth: 0, maxWidth: '100%' },
  acts: { display: 'flex', flexWrap: 'wrap', justifyContent: 'end', gap: '8px', marginLeft: 'auto' },
});

interface MessageBoxProps {
  detail: MyTicketDetail;
  /** Called after the person carried out an act. */
  onActed: () => void;
  /** Called after a message was submitted. */
  onSent: () => void;
}

/** Sends the message with the act, or the act alone if there is no message and none is needed. */
function useActs({ detail, onActed }: Omit<MessageBoxProps, 'onSent'>, editor: MessageEditor) {
  const { ask } = useBridge();
  const [textMissing, setTextMissing] = useState(false);
  const { id } = detail.ticket;
  const resolved = comingStatus(detail) === 'resolved';

  async function carryOut(act: RequesterAct): Promise<boolean> {
    if (!editor.empty) return editor.send(act);
    const answer = await ask['tickets:act']({ id, act });
    if (!answer.ok) editor.fail(answer.error);
    return answer.ok;
  }
  return {
    /** "It still fails" was pressed without a message that says what fails */
    textMissing: textMissing && editor.empty,
    async act(act: RequesterAct): Promise<void> {
      const isMissing = act === 'reopen' && resolved && editor.empty;
      setTextMissing(isMissing);
      if (!isMissing && (await carryOut(act))) onActed();
    },
  };
}

export function MessageBox(props: MessageBoxProps) {
  const { detail } = props;
  const { t } = useTexts();
  const sentence = useSentence();
  const styles = useStyles();
  const { online } = useAppState();
  const editor = useMessage(detail.ticket.id, props.onSent);
  const { textMissing, act } = useActs(props, editor);
  const text = useRef<HTMLTextAreaElement>(null);
  const { draft, failure } = editor;
  const acts = offeredActs(detail);
  const status = comingStatus(detail);

  useEffect(() => {
    if (failure !== null || textMissing) focusField(text.current);
  }, [failure, textMissing]);
  async function send(): Promise<void> {
    await editor.send(null);
    text.current?.focus();
  }
  async function decide(offered: RequesterAct): Promise<void> {
    await act(offered);
    // The button is gone, and maybe the whole box.
    text.current?.focus();
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    void send();
  }
  function keyed(event: KeyboardEvent): void {
    if (!isSendKey(event) && !submitsByItself(event)) return;
    event.preventDefault();
    if (isSendKey(event)) void send();
  }
  const failureText = failure ? sentence(failure) : null;
  return (
    <form className={styles.box} onSubmit={submit} onKeyDown={keyed} noValidate>
      {draft?.problem ? <Notice intent="warning">{sentence(draft.problem)}</Notice> : null}
      {acts.includes('close') ? <p className={styles.question}>{t('tickets.doesItWork')}</p> : null}
      {acts.includes('approve') ? <p className={styles.question}>{t('tickets.doYouApprove')}</p> : null}
      <Field
        label={t('tickets.message')}
        hint={online ? null : t('tickets.sentLater')}
        validationMessage={textMissing ? t('tickets.sayWhatFails') : failureText}
      >
        <Textarea
          textarea={{ ref: text, className: styles.text }}
          value={editor.text}
          readOnly={editor.sending}
          onChange={(_, { value }) => editor.type(value)}
        />
      </Field>
      <div className={styles.foot}>
        <div className={styles.attachments}>
          {draft ? (
            <Attachments draft={draft} compact staying={!detail.ticket.can.attach} onFailure={editor.fail} />
          ) : null}
        </div>
        <div className={styles.acts}>
          {acts.map((offered) => (
            <Button key={offered} disabledFocusable={editor.sending} onClick={() => void decide(offered)}>
              {actText(offered, status, t)}
            </Button>
          ))}
          <SendButton busy={editor.sending} />
        </div>
      </div>
    </form>
  );
}
