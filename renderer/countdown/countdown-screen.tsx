// The countdown to a picture, in large digits, while the person opens the menu that they want in it.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import { useSecondsLeft } from '../ui/countdown.ts';
import { useWindowTitle } from '../ui/frame.tsx';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  screen: {
    height: '100%',
    display: 'grid',
    placeItems: 'center',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
  },
  // Only for screen readers: the number fills the window.
  heading: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    margin: 0,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
  },
  number: {
    fontSize: 'min(70vh, 70vw)',
    lineHeight: 1,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    '@media (prefers-reduced-motion: no-preference)': {
      animationName: {
        from: { transform: 'scale(1.15)', opacity: 0.4 },
        to: { transform: 'scale(1)', opacity: 1 },
      },
      animationDuration: '250ms',
    },
  },
});

/** Returns the seconds in an address such as `#/countdown?seconds=3`; 0 when it has none. */
function secondsOf(hash: string): number {
  const seconds = Number(new URLSearchParams(hash.split('?')[1]).get('seconds'));
  return Number.isInteger(seconds) && seconds > 0 ? seconds : 0;
}

export function CountdownScreen() {
  const { t } = useTexts();
  const styles = useStyles();
  const heading = useId();
  const [until] = useState(() => Date.now() + secondsOf(window.location.hash) * 1000);
  const left = useSecondsLeft(until);
  useWindowTitle(t('countdown.heading'));
  return (
    <main className={styles.screen}>
      <h1 id={heading} className={styles.heading}>
        {t('countdown.heading')}
      </h1>
      <div role="timer" aria-labelledby={heading} aria-live="assertive" aria-atomic>
        <div key={left} className={styles.number}>
          {left}
        </div>
      </div>
    </main>
  );
}
