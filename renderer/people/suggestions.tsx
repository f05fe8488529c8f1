// The people found, in a list below the field, or above it where there is no room below.
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Person } from '../../contract/people.ts';
import { useSentence } from '../ui/bridge.ts';
import { type Translate, useTexts } from '../ui/texts.ts';
import type { PeopleResult } from './people-search.ts';

/** CSS pixels. */
const [TALLEST, NARROWEST, GAP] = [240, 240, 4];

const useStyles = makeStyles({
  popup: {
    boxSizing: 'border-box',
    position: 'fixed',
    inset: 'auto',
    margin: 0,
    padding: '4px',
    flexDirection: 'column',
    overflow: 'hidden',
    // Only while it is open: otherwise `display` would show a closed popover.
    ':popover-open': { display: 'flex' },
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow16,
  },
  list: { overflowY: 'auto', minHeight: 0 },
  option: {
    ...typographyStyles.body1,
    padding: '4px 8px',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    overflowWrap: 'anywhere',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  active: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    outline: `2px solid ${tokens.colorStrokeFocus2}`,
    outlineOffset: '-2px',
  },
  detail: { ...typographyStyles.caption1, display: 'block', color: tokens.colorNeutralForeground2 },
  note: {
    ...typographyStyles.caption1,
    margin: 0,
    padding: '4px 8px',
    color: tokens.colorNeutralForeground2,
  },
});

interface SuggestionsProps {
  id: string;
  /** the field */
  anchor: RefObject<HTMLElement | null>;
  found: PeopleResult;
  /** the people of `found` that can still be chosen */
  offered: readonly Person[];
  active: number;
  onChoose: (person: Person) => void;
}

/** Returns the note above the people. */
function noteOf(
  found: PeopleResult,
  offered: number,
  t: Translate,
  sentence: ReturnType<typeof useSentence>,
): string {
  if (found.kind === 'failed') return sentence(found.error);
  const count =
    offered === 0 ? t('people.nobody', { search: found.search }) : t('people.found', { count: offered });
  return found.fromMemory ? `${count} ${t('people.fromMemory')}` : count;
}

/** Shows the popup in the top layer, so that the scrolling form does not clip it, and places it. */
function place(popup: HTMLElement | null, anchor: HTMLElement | null): void {
  if (popup === null || anchor === null) return;
  if (!popup.matches(':popover-open')) popup.showPopover();
  const field = anchor.getBoundingClientRect();
  const below = window.innerHeight - field.bottom - 2 * GAP;
  const above = field.top - 2 * GAP;
  const isBelow = below >= Math.min(TALLEST, popup.scrollHeight) || below >= above;
  const width = Math.min(Math.max(field.width, NARROWEST), window.innerWidth - 2 * GAP);
  popup.style.width = `${width}px`;
  popup.style.left = `${Math.min(field.left, window.innerWidth - width - GAP)}px`;
  popup.style.maxHeight = `${Math.min(TALLEST, isBelow ? below : above)}px`;
  popup.style.top = isBelow ? `${field.bottom + GAP}px` : 'auto';
  popup.style.bottom = isBelow ? 'auto' : `${window.innerHeight - field.top + GAP}px`;
}

export function Suggestions({ id, anchor, found, offered, active, onChoose }: SuggestionsProps) {
  const styles = useStyles();
  const { t } = useTexts();
  const sentence = useSentence();
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place(popup.current, anchor.current));
  useEffect(() => {
    const follow = () => place(popup.current, anchor.current);
    window.addEventListener('scroll', follow, true);
    window.addEventListener('resize', follow);
    return () => {
      window.removeEventListener('scroll', follow, true);
      window.removeEventListener('resize', follow);
    };
  }, [anchor]);
  useLayoutEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div ref={popup} popover="manual" className={styles.popup}>
      <p className={styles.note} role="status">
        {noteOf(found, offered.length, t, sentence)}
      </p>
      <div
        id={id}
        role="listbox"
        tabIndex={-1}
        aria-label={t('people.add')}
        className={styles.list}
        // A press here must not take the focus from the field.
        onMouseDown={(event) => event.preventDefault()}
      >
        {offered.map((person, index) => (
          <div
            key={person.email}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={mergeClasses(styles.option, index === active && styles.active)}
            onMouseUp={() => onChoose(person)}
          >
            {person.fullName}
            <span className={styles.detail}>
              {person.site === null ? person.email : `${person.email}, ${person.site}`}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
