// The files of the draft: name, size, and a button to remove each.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { DismissRegular, DocumentRegular } from '@fluentui/react-icons';
import type { DraftAttachment } from '../../contract/ipc.ts';
import { useLocale } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { fileSize } from '../ui/time.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 8px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  file: {
    ...typographyStyles.body1,
    boxSizing: 'border-box',
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    maxWidth: '100%',
    minHeight: '32px',
    paddingLeft: '8px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  icon: { flexShrink: 0, color: tokens.colorNeutralForeground2 },
  name: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    maxWidth: '280px',
    minWidth: 0,
  },
  size: { ...typographyStyles.caption1, flexShrink: 0, color: tokens.colorNeutralForeground2 },
});

interface FileListProps {
  files: DraftAttachment[];
  onRemove: (id: string) => void;
}

export function FileList({ files, onRemove }: FileListProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const locale = useLocale();
  if (files.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('files.list')}>
      {files.map(({ id, name, size }) => (
        <li key={id} className={styles.file}>
          <DocumentRegular className={styles.icon} fontSize={20} aria-hidden />
          <span className={styles.name} title={name} dir="auto">
            {name}
          </span>
          <span className={styles.size}>{size === null ? t('files.reading') : fileSize(size, locale)}</span>
          <Button
            appearance="subtle"
            size="small"
            icon={<DismissRegular />}
            aria-label={t('picture.actOn', { act: t('picture.remove'), picture: name })}
            title={t('picture.remove')}
            onClick={() => onRemove(id)}
          />
        </li>
      ))}
    </ul>
  );
}
