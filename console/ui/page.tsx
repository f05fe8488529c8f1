// The layout of a page: its title, also set as the document's title, a button beside it, and the content below.
import { makeStyles, mergeClasses, Title2, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Bar } from './bar.tsx';
import { usePageTitle } from './page-title.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  cards: { maxWidth: '960px' },
  wide: { maxWidth: '1100px' },
  full: {},
  title: { margin: 0 },
});

interface PageProps {
  title: string;
  /** the way back, of a page that no entry of the navigation leads to */
  back?: ReactNode;
  /** the button beside the title */
  action?: ReactNode;
  /** maximum width, for cards, for wide cards, or none */
  width: 'cards' | 'wide' | 'full';
  children: ReactNode;
}

export function Page({ title, back, action, width, children }: PageProps) {
  const styles = useStyles();
  usePageTitle(title);
  return (
    <div className={mergeClasses(styles.root, styles[width])}>
      {back}
      <Bar>
        <Title2 as="h1" className={styles.title}>
          {title}
        </Title2>
        {action}
      </Bar>
      {children}
    </div>
  );
}
