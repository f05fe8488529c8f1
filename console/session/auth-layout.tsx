// The layout of the pages before sign-in: the product's name, a card with a form, and a button to switch language.
import { Body1, Button, Card, makeStyles, Title3, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { usePageTitle } from '../ui/page-title.ts';
import { Product } from '../ui/product.tsx';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  page: {
    height: '100%',
    overflowY: 'auto',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXL,
  },
  product: { marginTop: 'auto' },
  card: {
    width: '100%',
    maxWidth: '400px',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalL,
  },
  heading: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  title: { margin: 0 },
  intro: { color: tokens.colorNeutralForeground2, margin: 0 },
  language: { marginBottom: 'auto' },
});

export function AuthLayout({
  title,
  intro,
  children,
}: {
  title: string;
  intro: string;
  children: ReactNode;
}) {
  const { t, language, setLanguage } = useTexts();
  const styles = useStyles();
  usePageTitle(title);
  const other = language === 'en' ? 'fr' : 'en';
  return (
    <main className={styles.page}>
      <div className={styles.product}>
        <Product />
      </div>
      <Card className={styles.card}>
        <div className={styles.heading}>
          <Title3 as="h1" className={styles.title}>
            {title}
          </Title3>
          <Body1 as="p" className={styles.intro}>
            {intro}
          </Body1>
        </div>
        {children}
      </Card>
      <Button className={styles.language} appearance="subtle" lang={other} onClick={() => setLanguage(other)}>
        {t(`language.${other}`)}
      </Button>
    </main>
  );
}
