// The new-ticket form: title, description, pictures, Send.
import { Button, Field, Input, makeStyles, Textarea } from '@fluentui/react-components';
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { Draft } from '../../contract/ipc.ts';
import { LIMITS } from '../../contract/words.ts';
import { useSentence } from '../ui/bridge.ts';
import { Frame } from '../ui/frame.tsx';
import { goTo } from '../ui/go-to.ts';
import { isSendKey } from '../ui/keys.ts';
import { useMedia } from '../ui/media.ts';
import { Notice } from '../ui/notice.tsx';
import { SendButton } from '../ui/send-button.tsx';
import { useTexts } from '../ui/texts.ts';
import type { TicketText } from './capture-view.ts';
import { PictureStrip } from './picture-strip.tsx';
import type { Capture } from './use-capture.ts';

const useStyles = makeStyles({
  form: { height: '100%' },
  row: { gridTemplateColumns: '128px minmax(0, 1fr)', flexShrink: 0 },
  // the description takes what the window leaves, and grows with its text where the runtime can
  growingRow: {
    gridTemplateColumns: '128px minmax(0, 1fr)',
    gridTemplateRows: 'minmax(120px, 1fr) auto auto',
    flex: '1 0 auto',
  },
  growingColumn: { gridTemplateRows: 'auto minmax(96px, 1fr) auto auto', flex: '1 0 auto' },
  descriptionText: {
    maxHeight: 'none',
    height: '100%',
    fieldSizing: 'content',
  },
});

interface NewTicketFormProps {
  capture: Capture;
  draft: Draft;
  text: TicketText;
  online: boolean;
  /** the form stays mounted while something else is shown, so that the next draft finds it ready */
  shown: boolean;
}

/** At which field a failure is told; null when it concerns the form. */
function fieldOf(failure: GuichetError | null): 'title' | 'description' | null {
  switch (failure?.code) {
    case 'title-empty':
    case 'title-too-long':
      return 'title';
    case 'text-too-long':
    case 'text-empty':
      return 'description';
    default:
      return null;
  }
}

function useFieldMessages(text: TicketText, failure: GuichetError | null) {
  const { t } = useTexts();
  const sentence = useSentence();
  const place = fieldOf(failure);
  const told = failure === null ? null : sentence(failure);
  const over = (length: number, limit: number, key: 'capture.titleTooLong' | 'capture.descriptionTooLong') =>
    length > limit ? t(key, { length, limit }) : null;
  return {
    place,
    form: place === null ? told : null,
    title:
      over(text.title.trim().length, LIMITS.title, 'capture.titleTooLong') ??
      (place === 'title' ? told : null),
    description:
      over(text.description.length, LIMITS.description, 'capture.descriptionTooLong') ??
      (place === 'description' ? told : null),
  };
}

/** Goes to a field at each new occasion, and not again while it lasts; null is no occasion. */
function useFocusOncePer(occasion: string | null, field: RefObject<HTMLElement | null>): void {
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (last.current === occasion) return;
    last.current = occasion;
    if (occasion !== null) field.current?.focus();
  }, [occasion, field]);
}

export function NewTicketForm({ capture, draft, text, online, shown }: NewTicketFormProps) {
  const { t } = useTexts();
  const sentence = useSentence();
  const styles = useStyles();
  const narrow = useMedia('(max-width: 560px)');
  const title = useRef<HTMLInputElement>(null);
  const description = useRef<HTMLTextAreaElement>(null);
  const messages = useFieldMessages(text, capture.failure);
  useFocusOncePer(shown ? `${draft.id} ${capture.visit}` : null, title);
  useEffect(() => {
    const field = { title, description };
    const place = fieldOf(capture.failure);
    if (place !== null) goTo(field[place].current);
  }, [capture.failure]);

  function send(event: FormEvent): void {
    event.preventDefault();
    void capture.submit();
  }
  function sendByKey(event: KeyboardEvent): void {
    if (!isSendKey(event)) return;
    event.preventDefault();
    void capture.submit();
  }
  const hasText = text.title.trim() !== '' || text.description.trim() !== '';
  const note = capture.writeProblem ? sentence(capture.writeProblem) : online ? null : t('capture.offline');
  return (
    <form className={styles.form} hidden={!shown} onSubmit={send} onKeyDown={sendByKey} noValidate>
      <Frame
        heading={t('capture.heading')}
        note={note}
        footer={
          <>
            {hasText ? (
              <Button type="button" appearance="subtle" onClick={() => void capture.discard()}>
                {t('capture.discard')}
              </Button>
            ) : null}
            <Button type="button" onClick={() => void capture.close()}>
              {t('act.cancel')}
            </Button>
            <SendButton busy={capture.sending} />
          </>
        }
      >
        {draft.problem ? <Notice intent="warning">{sentence(draft.problem)}</Notice> : null}
        {messages.form ? <Notice intent="warning">{messages.form}</Notice> : null}
        <TextFields
          text={text}
          messages={messages}
          narrow={narrow}
          title={title}
          description={description}
          onType={capture.type}
        />
        <PictureStrip pictures={draft.pictures} narrow={narrow} capture={capture} />
      </Frame>
    </form>
  );
}

interface TextFieldsProps {
  text: TicketText;
  messages: ReturnType<typeof useFieldMessages>;
  narrow: boolean;
  title: RefObject<HTMLInputElement | null>;
  description: RefObject<HTMLTextAreaElement | null>;
  onType: (text: TicketText) => void;
}

function TextFields({ text, messages, narrow, title, description, onType }: TextFieldsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const orientation = narrow ? 'vertical' : 'horizontal';
  function toDescription(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.ctrlKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    description.current?.focus();
  }
  return (
    <>
      <Field
        className={narrow ? undefined : styles.row}
        orientation={orientation}
        label={t('capture.title')}
        validationMessage={messages.title}
      >
        <Input
          input={{ ref: title }}
          value={text.title}
          onChange={(_, { value }) => onType({ ...text, title: value })}
          onKeyDown={toDescription}
          autoComplete="off"
        />
      </Field>
      <Field
        className={narrow ? styles.growingColumn : styles.growingRow}
        orientation={orientation}
        label={t('capture.description')}
        validationMessage={messages.description}
      >
        <Textarea
          textarea={{ ref: description, className: styles.descriptionText }}
          value={text.description}
          onChange={(_, { value }) => onType({ ...text, description: value })}
        />
      </Field>
    </>
  );
}
