// A list of categories, each with the path above it. The list is one stop of the Tab key.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { useAppState } from '../ui/bridge.ts';
import { useRovingFocus } from '../ui/roving-focus.ts';
import { type Leaf, parentPathOf } from './leaves.ts';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  leaf: {
    ...typographyStyles.body1,
    display: 'block',
    boxSizing: 'border-box',
    width: '100%',
    minHeight: '32px',
    padding: '4px 8px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    textAlign: 'left',
    overflowWrap: 'anywhere',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  detail: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
});

interface LeafListProps {
  leaves: readonly Leaf[];
  label: string;
  /** a heading above the list shows the path, so the categories do not */
  hasHeading?: boolean;
  onChoose: (leaf: Leaf) => void;
}

export function LeafList({ leaves, label, hasHeading = false, onChoose }: LeafListProps) {
  const { language } = useAppState();
  const styles = useStyles();
  const { onKeyDown, itemProps } = useRovingFocus(
    leaves.map(({ subcategory }) => subcategory.id),
    null,
    'vertical',
  );
  return (
    <ul className={styles.list} aria-label={label} onKeyDown={onKeyDown}>
      {leaves.map((leaf) => {
        const { id, name, description } = leaf.subcategory;
        const details = [hasHeading ? '' : parentPathOf(leaf, language), description?.[language] ?? ''];
        return (
          <li key={id}>
            <button type="button" className={styles.leaf} onClick={() => onChoose(leaf)} {...itemProps(id)}>
              {name[language]} <span className={styles.detail}>{details.filter(Boolean).join('. ')}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
