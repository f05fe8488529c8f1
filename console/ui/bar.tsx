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
  /** how what differs in height stands beside each other */
  align?: 'center' | 'end';
  children: ReactNode;
}

/** A line whose parts stand at its two ends, one below the other where there is no room. */
export function Bar({ align = 'center', children }: BarProps) {
  const styles = useStyles();
  return <div className={mergeClasses(styles.root, styles[align])}>{children}</div>;
}
