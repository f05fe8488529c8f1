// Where one writes to the technician, or why one no longer can.
import { Button, Field, makeStyles, Textarea, tokens, typographyStyles } from '@fluentui/react-components';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import { LIMITS } from '../../contract/words.ts';
import { useBridge, useSentence } from '../ui/bridge.ts';
import { goTo } from '../ui/go-to.ts';
import { isSendKey } from '../ui/keys.ts';
import { SendButton } from '../ui/send-button.tsx';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  box: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', justifyContent: 'flex-end', gap: '8px' },
  field: { flex: '1 1 240px', minWidth: 0 },
  text: { minHeight: '56px', maxHeight: '160px', fieldSizing: 'content' },
  closed: {
    ...typographyStyles.body1,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '8px 16px',
    color: tokens.colorNeutralForeground2,
  },
  why: { margin: 0, flex: '1 1 200px' },
});

interface MessageBoxProps {
  ticketId: string;
  message: string;
  onMessage: (message: string) => void;
}

function messageFailure(message: string): GuichetError | null {
  if (message.trim() === '') return { code: 'text-empty' };
  if (message.length > LIMITS.comment) return { code: 'text-too-long', details: { limit: LIMITS.comment } };
  return null;
}

export function MessageBox({ ticketId, message, onMessage }: MessageBoxProps) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const sentence = useSentence();
  const styles = useStyles();
  const text = useRef<HTMLTextAreaElement>(null);
  const busy = useRef(false);
  const [failure, setFailure] = useState<GuichetError | null>(null);

  async function send(): Promise<void> {
    if (busy.current) return;
    const refused = messageFailure(message);
    setFailure(refused);
    if (refused === null) {
      busy.current = true;
      const answer = await ask['tickets:comment']({ id: ticketId, body: message });
      busy.current = false;
      if (answer.ok) onMessage('');
      else setFailure(answer.error);
    }
    text.current?.focus();
  }
  useEffect(() => {
    if (failure !== null) goTo(text.current);
  }, [failure]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    void send();
  }
  function sendByKey(event: KeyboardEvent): void {
    if (!isSendKey(event)) return;
    event.preventDefault();
    void send();
  }

  return (
    <form className={styles.box} onSubmit={submit} onKeyDown={sendByKey} noValidate>
      <Field
        className={styles.field}
        label={t('tickets.message')}
        validationMessage={failure ? sentence(failure) : null}
      >
        <Textarea
          textarea={{ ref: text, className: styles.text }}
          value={message}
          onChange={(_, { value }) => {
            setFailure(null);
            onMessage(value);
          }}
        />
      </Field>
      <SendButton busy={false} />
    </form>
  );
}

export function ClosedNote() {
  const { t } = useTexts();
  const { ask } = useBridge();
  const styles = useStyles();
  return (
    <div className={styles.closed}>
      <p className={styles.why}>{t('tickets.closedWhy')}</p>
      <Button onClick={() => void ask['window:open']('capture')}>{t('act.createTicket')}</Button>
    </div>
  );
}
