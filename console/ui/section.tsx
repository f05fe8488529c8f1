// A section of a page: its heading, a sentence, and its content in a frame.
import { Body1, makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Bar } from './bar.tsx';
import { CARD_BOX } from './card-box.ts';

const useStyles = makeStyles({
  root: { ...CARD_BOX, rowGap: tokens.spacingVerticalM },
  title: { margin: 0 },
  intro: { margin: 0, color: tokens.colorNeutralForeground2 },
});

interface SectionProps {
  title: string;
  intro: string;
  /** the button beside the title */
  action?: ReactNode;
  children?: ReactNode;
}

export function Section({ title, intro, action, children }: SectionProps) {
  const styles = useStyles();
  return (
    <section className={styles.root} aria-label={title}>
      <Bar>
        <Subtitle1 as="h2" className={styles.title}>
          {title}
        </Subtitle1>
        {action}
      </Bar>
      <Body1 as="p" className={styles.intro}>
        {intro}
      </Body1>
      {children}
    </section>
  );
}
