// A scrolling part of a window, which the keyboard can reach and scroll.
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

/** Makes an element focusable: otherwise the keyboard could not scroll a long text without controls. */
export const KEYBOARD_STOP = { tabIndex: 0 };

interface ScrollAreaProps {
  className: string;
  /** id of the element that names the region */
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
