// Chooses people of the directory: the chosen ones are tags, others are found by part of a name or an address.
import {
  type FieldControlProps,
  makeStyles,
  mergeClasses,
  tokens,
  typographyStyles,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import type { Person } from '../../contract/people.ts';
import { useTexts } from '../ui/texts.ts';
import { useOnHide } from '../ui/window-visibility.ts';
import { Suggestions } from './suggestions.tsx';
import { usePeopleSearch } from './use-people-search.ts';

const useStyles = makeStyles({
  box: {
    boxSizing: 'border-box',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px',
    minHeight: '32px',
    padding: '3px 4px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottomColor: tokens.colorNeutralStrokeAccessible,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus-within': {
      borderBottomColor: tokens.colorCompoundBrandStroke,
      boxShadow: `inset 0 -1px 0 ${tokens.colorCompoundBrandStroke}`,
      '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-1px' },
    },
  },
  invalid: {
    borderTopColor: tokens.colorPaletteRedBorder2,
    borderBottomColor: tokens.colorPaletteRedBorder2,
  },
  tag: {
    ...typographyStyles.body1,
    display: 'inline-flex',
    alignItems: 'center',
    maxWidth: '100%',
    minHeight: '24px',
    paddingLeft: '8px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  remove: {
    display: 'inline-grid',
    placeItems: 'center',
    flexShrink: 0,
    width: '24px',
    height: '24px',
    padding: 0,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: 'inherit',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  input: {
    ...typographyStyles.body1,
    flex: '1 1 72px',
    minWidth: '72px',
    height: '24px',
    padding: '0 8px',
    border: 'none',
    outline: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    '::placeholder': { color: tokens.colorNeutralForeground4, opacity: 1 },
  },
  note: { ...typographyStyles.caption1, margin: '2px 0 0', color: tokens.colorNeutralForeground2 },
});

interface PeoplePickerProps {
  people: readonly Person[];
  /** how many people may be chosen */
  max: number;
  /** shown while nobody is chosen */
  placeholder: string;
  /** addresses that are not offered */
  excluded?: readonly string[];
  /** from the field around it: its id, its label, whether it is required or invalid */
  control: FieldControlProps;
  onChange: (people: Person[]) => void;
}

/** The text typed, the people found for it, and the keys that choose among them. */
function usePicking(
  { people, excluded = [], onChange }: PeoplePickerProps,
  box: RefObject<HTMLElement | null>,
) {
  const [text, setText] = useState('');
  const { found, typed } = usePeopleSearch();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const hidden = new Set([...excluded, ...people.map(({ email }) => email)]);
  const offered = found?.kind === 'found' ? found.people.filter(({ email }) => !hidden.has(email)) : [];
  const shown = isOpen ? found : null;

  // The form is only hidden: the next ticket must not begin with half a name.
  useOnHide(() => {
    type('');
    setOpen(false);
  });

  function type(value: string): void {
    setText(value);
    setActive(0);
    setOpen(true);
    typed(value);
  }
  /** The change may remove the focused element: the focus then moves to the last control of the field. */
  function change(chosen: Person[]): void {
    onChange(chosen);
    requestAnimationFrame(() => {
      const controls = box.current?.querySelectorAll<HTMLElement>('input, button');
      controls?.item(controls.length - 1)?.focus();
    });
  }
  function choose(person: Person | undefined): void {
    if (person === undefined) return;
    type('');
    setOpen(false);
    change([...people, person]);
  }
  function move(step: 1 | -1): void {
    const count = Math.max(1, offered.length);
    setActive(shown === null ? 0 : (active + step + count) % count);
    setOpen(true);
  }
  /** Returns what a key does, or null when it keeps its usual meaning. */
  function actOf(key: string): (() => void) | null {
    switch (key) {
      case 'ArrowDown':
        return () => move(1);
      case 'ArrowUp':
        return () => move(-1);
      case 'Enter':
        return () => choose(shown === null ? undefined : offered[active]);
      case 'Escape':
        return shown === null ? null : () => setOpen(false);
      case 'Backspace':
        return text === '' && people.length > 0 ? () => change(people.slice(0, -1)) : null;
      default:
        return null;
    }
  }
  function keyed(event: KeyboardEvent): void {
    const act = event.nativeEvent.isComposing || event.ctrlKey ? null : actOf(event.key);
    if (act === null) return;
    event.preventDefault();
    act();
  }
  return { text, type, shown, offered, active, isOpen, setOpen, choose, change, keyed };
}

export function PeoplePicker(props: PeoplePickerProps) {
  const { people, max, placeholder, control } = props;
  const styles = useStyles();
  const { t } = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const picking = usePicking(props, box);
  const { text, shown, offered, active, isOpen } = picking;
  const isShown = shown !== null;
  return (
    <div>
      <div ref={box} className={mergeClasses(styles.box, control['aria-invalid'] === true && styles.invalid)}>
        {people.map((person) => (
          <Tag
            key={person.email}
            person={person}
            onRemove={() => picking.change(people.filter(({ email }) => email !== person.email))}
          />
        ))}
        {people.length < max ? (
          <input
            {...control}
            type="text"
            role="combobox"
            className={styles.input}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholder}
            aria-autocomplete="list"
            aria-expanded={isShown}
            aria-controls={isShown ? listId : undefined}
            aria-activedescendant={isShown && offered.length > 0 ? `${listId}-${active}` : undefined}
            value={text}
            onChange={({ target }) => picking.type(target.value)}
            onFocus={() => picking.setOpen(true)}
            onBlur={() => picking.setOpen(false)}
            onKeyDown={picking.keyed}
          />
        ) : null}
      </div>
      {isShown ? (
        <Suggestions
          id={listId}
          anchor={box}
          found={shown}
          offered={offered}
          active={active}
          onChoose={picking.choose}
        />
      ) : null}
      {text.trim() !== '' && !isOpen ? <p className={styles.note}>{t('people.notChosen')}</p> : null}
    </div>
  );
}

function Tag({ person: { email, fullName }, onRemove }: { person: Person; onRemove: () => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <span className={styles.tag} title={email}>
      <span className={styles.name}>{fullName}</span>
      <button
        type="button"
        className={styles.remove}
        aria-label={t('people.remove', { name: fullName })}
        onClick={onRemove}
      >
        <DismissRegular aria-hidden />
      </button>
    </span>
  );
}
