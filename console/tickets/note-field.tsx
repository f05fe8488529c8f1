// The text of an internal note: "@" offers the colleagues who may see the ticket, by keyboard and by mouse.
import { Field, makeStyles, mergeClasses, Textarea, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Colleague } from '../../contract/colleagues.ts';
import { plainList } from '../ui/plain-list.ts';
import { useTexts } from '../ui/texts.ts';
import { handleOf, insertMention, mentionAt, offeredFor, type TypedMention } from './mentions.ts';

const useStyles = makeStyles({
  list: {
    ...plainList('0'),
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow8,
  },
  option: { padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`, cursor: 'pointer' },
  active: {
    backgroundColor: tokens.colorNeutralBackground1Hover,
    outline: `${tokens.strokeWidthThin} solid ${tokens.colorStrokeFocus2}`,
    outlineOffset: '-1px',
  },
});

interface NoteFieldProps {
  body: string;
  readOnly: boolean;
  /** null where the text may be sent */
  problem: string | null;
  /** names in it that mention nobody, for several have them */
  shared: readonly string[];
  /** who can be mentioned; nobody in a reply */
  colleagues: readonly Colleague[];
  onChange: (body: string) => void;
  /** keys that are not for the list */
  onKeyDown: (event: KeyboardEvent) => void;
}

export function NoteField(props: NoteFieldProps) {
  const { body, readOnly, problem, shared, colleagues, onChange, onKeyDown } = props;
  const { t, language } = useTexts();
  const area = useRef<HTMLTextAreaElement>(null);
  const offered = useOffered(area, colleagues, body, onChange);
  const { options, active, listId, optionId } = offered;
  const names = new Intl.ListFormat(language, { type: 'unit' }).format(shared);
  const ambiguous = shared.length > 0 && {
    validationState: 'warning' as const,
    validationMessage: t('tickets.mentionShared', { names }),
  };
  return (
    <>
      <Field
        label={t('tickets.message')}
        {...(problem === null ? ambiguous : { validationMessage: problem })}
      >
        <Textarea
          textarea={{ ref: area }}
          rows={4}
          resize="vertical"
          value={body}
          readOnly={readOnly}
          {...(options.length > 0 && {
            'aria-autocomplete': 'list' as const,
            'aria-controls': listId,
            'aria-activedescendant': optionId(active),
          })}
          onChange={(_, { value }) => {
            onChange(value);
            offered.look(value);
          }}
          onBlur={offered.close}
          onKeyDown={(event) => {
            if (!offered.take(event)) onKeyDown(event);
          }}
        />
      </Field>
      {options.length > 0 && <Offered {...offered} />}
    </>
  );
}

function Offered({ options, active, listId, optionId, choose }: ReturnType<typeof useOffered>) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    // the keys are those of the text above, which keeps the focus
    <div id={listId} role="listbox" aria-label={t('tickets.mention')} className={styles.list}>
      {options.map((colleague, index) => (
        <div
          key={colleague.id}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={mergeClasses(styles.option, index === active && styles.active)}
          onMouseDown={(event) => {
            event.preventDefault();
            choose(colleague);
          }}
        >
          {colleague.handle}
        </div>
      ))}
    </div>
  );
}

/** What is offered for the mention in which the caret is, and what the keys do with it. */
function useOffered(
  area: RefObject<HTMLTextAreaElement | null>,
  colleagues: readonly Colleague[],
  body: string,
  onChange: (body: string) => void,
) {
  const listId = useId();
  const [typed, setTyped] = useState<TypedMention | null>(null);
  const [active, setActive] = useState(0);
  const offered = typed ? offeredFor(colleagues, typed.letters) : [];
  const options = offered.map((one) => ({ id: one.id, handle: handleOf(one, colleagues) }));
  const close = () => setTyped(null);
  const choose = ({ handle }: (typeof options)[number]) => {
    if (!typed) return;
    const { text, caret } = insertMention(body, typed, handle);
    // rendered before the next key is typed: the caret must not move afterwards
    flushSync(() => {
      onChange(text);
      close();
    });
    area.current?.setSelectionRange(caret, caret);
  };
  return {
    ...{ options, active, listId, choose, close },
    optionId: (index: number) => `${listId} ${index}`.replaceAll(' ', '-'),
    look(text: string) {
      setTyped(mentionAt(text, area.current?.selectionStart ?? text.length));
      setActive(0);
    },
    /** Returns whether the key was for the list. */
    take(event: KeyboardEvent): boolean {
      const chosen = options[active];
      if (!chosen || event.ctrlKey || event.metaKey) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setActive((active + step + options.length) % options.length);
      else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen);
      else if (event.key === 'Escape') close();
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
