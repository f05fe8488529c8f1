// A part of a window that scrolls by itself, and that the keyboard reaches to scroll it.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  area: {
    flex: '1 1 auto',
    minHeight: 0,
    overflowY: 'auto',
    scrollPaddingBottom: '64px',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
});

/** Text alone takes no focus: without a stop of its own, a long text could not be scrolled by keyboard. */
export const KEYBOARD_STOP = { tabIndex: 0 };

interface ScrollAreaProps {
  className: string;
  /** names the region */
  labelledBy: string;
  children: ReactNode;
}

export function ScrollArea({ className, labelledBy, children }: ScrollAreaProps) {
  const styles = useStyles();
  return (
    <section className={mergeClasses(styles.area, className)} aria-labelledby={labelledBy} {...KEYBOARD_STOP}>
      {children}
    </section>
  );
}
