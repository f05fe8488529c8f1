// A list of cards, such as the backends or releases of a page.
import { Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { CARD_BOX } from './card-box.ts';
import { plainList } from './plain-list.ts';

const useStyles = makeStyles({
  list: plainList(tokens.spacingVerticalM),
  card: { ...CARD_BOX, overflowWrap: 'anywhere' },
  quiet: { backgroundColor: tokens.colorNeutralBackground2 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  atEnd: { marginLeft: 'auto' },
  about: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXXS,
    color: tokens.colorNeutralForeground2,
  },
});

export function CardList({ children }: { children: ReactNode }) {
  return <ul className={useStyles().list}>{children}</ul>;
}

interface CardProps {
  /** content of the first line */
  head: ReactNode;
  /** muted background, for an item that is over */
  quiet?: boolean;
  children: ReactNode;
}

export function Card({ head, quiet = false, children }: CardProps) {
  const styles = useStyles();
  return (
    <li className={mergeClasses(styles.card, quiet && styles.quiet)}>
      <div className={styles.head}>{head}</div>
      {children}
    </li>
  );
}

interface CardActionsProps {
  /** align to the end of the line */
  atEnd?: boolean;
  children: ReactNode;
}

/** The buttons in a card's first line. */
export function CardActions({ atEnd = false, children }: CardActionsProps) {
  const styles = useStyles();
  return <div className={mergeClasses(styles.actions, atEnd && styles.atEnd)}>{children}</div>;
}

/** Secondary details of a card, in small print. */
export function CardAbout({ children }: { children: ReactNode }) {
  return <Caption1 className={useStyles().about}>{children}</Caption1>;
}
