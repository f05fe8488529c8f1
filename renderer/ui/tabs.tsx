// Tabs over one panel, in Fluent's look.
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useRovingFocus } from './roving-focus.ts';

const useStyles = makeStyles({
  tabs: {
    flexShrink: 0,
    display: 'flex',
    padding: '0 8px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  tab: {
    ...typographyStyles.body1,
    boxSizing: 'border-box',
    // All tabs stay in one row in any font: a long name takes two lines.
    minWidth: 0,
    minHeight: '40px',
    padding: '8px 6px',
    border: '1px solid transparent',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    // Reserves the width of the bold name, so that the other tabs do not move when this one is selected.
    '::after': {
      content: 'attr(data-name) / ""',
      display: 'block',
      height: 0,
      overflow: 'hidden',
      visibility: 'hidden',
      fontWeight: tokens.fontWeightSemibold,
    },
  },
  selected: {
    ...typographyStyles.body1Strong,
    color: tokens.colorNeutralForeground1,
    boxShadow: `inset 0 -3px 0 -1px ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': { borderBottom: '3px solid Highlight' },
  },
  panel: { flex: '1 1 0', minHeight: 0, display: 'flex', flexDirection: 'column' },
});

interface TabsProps<K extends string> {
  tabs: readonly { key: K; name: string }[];
  selected: K;
  onSelect: (key: K) => void;
  /** shown in place of the tabs, when the content is of none of them; null shows the tabs */
  instead: ReactNode;
  /** the panel of the selected tab; long content has to scroll inside it */
  children: ReactNode;
}

/** The content stays mounted when `instead` replaces the tabs: a long list must not be rendered anew at a key press. */
export function Tabs<K extends string>({ instead, children, ...row }: TabsProps<K>) {
  const styles = useStyles();
  const panel =
    instead === null
      ? { id: 'tab-panel', role: 'tabpanel', 'aria-labelledby': `tab-${row.selected}` }
      : undefined;
  return (
    <>
      {instead ?? <TabRow {...row} />}
      <div className={styles.panel} {...panel}>
        {children}
      </div>
    </>
  );
}

function TabRow<K extends string>({ tabs, selected, onSelect }: Omit<TabsProps<K>, 'instead' | 'children'>) {
  const styles = useStyles();
  const keys = tabs.map(({ key }) => key);
  const { onKeyDown, itemProps } = useRovingFocus(keys, selected, 'horizontal');
  return (
    <div className={styles.tabs} role="tablist" tabIndex={-1} onKeyDown={onKeyDown}>
      {tabs.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          role="tab"
          id={`tab-${key}`}
          aria-selected={key === selected}
          aria-controls="tab-panel"
          data-name={name}
          className={mergeClasses(styles.tab, key === selected && styles.selected)}
          onClick={() => onSelect(key)}
          {...itemProps(key)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
