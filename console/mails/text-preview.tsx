// A mail of a sample ticket, as its text part shows it.
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { MailPreview } from '../../contract/mails.ts';
import type { Language } from '../../contract/primitives.ts';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    overflowWrap: 'anywhere',
  },
  text: { whiteSpace: 'pre-wrap' },
});

export function TextPreview({ mail, language }: { mail: MailPreview; language: Language }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <section className={styles.root} aria-label={t('mails.preview')} lang={language}>
      <Text weight="semibold">{mail.subject}</Text>
      <Text className={styles.text}>{mail.text.trim()}</Text>
    </section>
  );
}
