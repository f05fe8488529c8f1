import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  center: { alignItems: 'center' },
  end: { alignItems: 'end' },
});

interface BarProps {
  /** vertical alignment of parts of different height */
  align?: 'center' | 'end';
  children: ReactNode;
}

/** A row with its parts at both ends; it wraps in a narrow window. */
export function Bar({ align = 'center', children }: BarProps) {
  const styles = useStyles();
  return <div className={mergeClasses(styles.root, styles[align])}>{children}</div>;
}
