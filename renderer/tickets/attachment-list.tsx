// The files of a ticket or a comment, by name and size.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { AttachRegular } from '@fluentui/react-icons';
import type { Attachment } from '../../contract/ticket.ts';
import { useLocale } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { fileSize } from '../ui/time.ts';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexWrap: 'wrap', gap: '8px' },
  file: {
    ...typographyStyles.caption1,
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    maxWidth: '100%',
    padding: '4px 8px',
    boxSizing: 'border-box',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  name: { overflowWrap: 'anywhere' },
  size: { color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap' },
});

export function AttachmentList({ attachments }: { attachments: Attachment[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const locale = useLocale();
  if (attachments.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('tickets.attachments')}>
      {attachments.map(({ sha256, name, size }) => (
        <li key={`${sha256} ${name}`} className={styles.file}>
          <AttachRegular aria-hidden />
          <span className={styles.name}>{name}</span>
          <span className={styles.size}>{fileSize(size, locale)}</span>
        </li>
      ))}
    </ul>
  );
}
