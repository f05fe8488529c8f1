// The layout of a window: its heading, a scrolling body, and a footer that stays in view.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { type ReactNode, useEffect } from 'react';
import { KEYBOARD_STOP } from './scroll-area.tsx';

const useStyles = makeStyles({
  frame: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
  body: {
    flex: '1 1 auto',
    minHeight: 0,
    overflowY: 'auto',
    scrollPaddingBottom: '64px',
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    padding: '20px 24px 16px',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '@media (max-width: 560px)': { padding: '12px 16px' },
  },
  heading: { ...typographyStyles.subtitle1, margin: 0, overflowWrap: 'anywhere' },
  footer: {
    flex: '0 0 auto',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: '8px',
    padding: '16px 24px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (max-width: 560px)': { padding: '8px 16px' },
  },
  note: {
    ...typographyStyles.caption1,
    flex: '1 1 160px',
    minWidth: 0,
    color: tokens.colorNeutralForeground2,
    '@media (max-width: 400px)': { flexBasis: '100%' },
    // A live region: always in the page so that a screen reader announces it, but without room while it is empty.
    ':empty': { position: 'absolute' },
  },
  // The buttons stay together: a long note goes above them.
  acts: { display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: '8px' },
});

/** Sets the title of the window. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

interface FrameProps {
  heading: string;
  children: ReactNode;
  /** the body has no controls: it takes the focus, so that the keyboard scrolls it */
  readOnly?: boolean;
  /** a short note at the left of the footer */
  note?: ReactNode;
  /** buttons, the primary one last */
  footer?: ReactNode;
}

export function Frame({ heading, children, readOnly = false, note, footer }: FrameProps) {
  const styles = useStyles();
  useWindowTitle(heading);
  return (
    <div className={styles.frame}>
      <main className={styles.body} {...(readOnly ? KEYBOARD_STOP : {})}>
        <h1 className={styles.heading}>{heading}</h1>
        {children}
      </main>
      {footer ? (
        <footer className={styles.footer}>
          {note === undefined ? null : (
            <div className={styles.note} role="status">
              {note}
            </div>
          )}
          <div className={styles.acts}>{footer}</div>
        </footer>
      ) : null}
    </div>
  );
}
