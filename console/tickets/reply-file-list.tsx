// The files of an unsent message: the progress of each upload, why it failed, and buttons to retry and remove it.
import { Button, Caption1, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import {
  ArrowClockwiseRegular,
  DismissRegular,
  DocumentRegular,
  ErrorCircleRegular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { plainList } from '../ui/plain-list.ts';
import { readableSize } from '../ui/readable-size.ts';
import { useTexts } from '../ui/texts.ts';
import type { ReplyFile } from './reply-files.ts';

const useStyles = makeStyles({
  list: plainList(tokens.spacingVerticalXS),
  file: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalXS} ${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  icon: { fontSize: '20px', color: tokens.colorNeutralForeground2 },
  failed: { fontSize: '20px', color: tokens.colorStatusDangerForeground1 },
  what: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXXS, minWidth: 0 },
  line: { display: 'flex', alignItems: 'baseline', columnGap: tokens.spacingHorizontalS },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  size: { flexShrink: 0, color: tokens.colorNeutralForeground2 },
});

interface ReplyFileListProps {
  files: ReplyFile[];
  onRetry: (id: number, file: File) => void;
  onRemove: (id: number) => void;
}

export function ReplyFileList({ files, onRetry, onRemove }: ReplyFileListProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={t('tickets.attachments')}>
      {files.map((one) => (
        <li key={one.id} className={styles.file}>
          {one.state === 'failed' ? (
            <ErrorCircleRegular className={styles.failed} aria-hidden />
          ) : (
            <DocumentRegular className={styles.icon} aria-hidden />
          )}
          <FileState one={one} />
          <div>
            {one.state === 'failed' && (
              <SmallButton
                icon={<ArrowClockwiseRegular />}
                name={t('tickets.retryFile', { name: one.name })}
                onClick={() => onRetry(one.id, one.file)}
              />
            )}
            <SmallButton
              icon={<DismissRegular />}
              name={t('tickets.removeFile', { name: one.name })}
              onClick={() => onRemove(one.id)}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}

function SmallButton({ icon, name, onClick }: { icon: ReactElement; name: string; onClick: () => void }) {
  return <Button appearance="subtle" size="small" icon={icon} aria-label={name} onClick={onClick} />;
}

function FileState({ one }: { one: ReplyFile }) {
  const { t, failureText, language } = useTexts();
  const styles = useStyles();
  return (
    <div className={styles.what}>
      <span className={styles.line}>
        <Text className={styles.name} title={one.name}>
          {one.name}
        </Text>
        <Caption1 className={styles.size}>{readableSize(one.size, language)}</Caption1>
      </span>
      {one.state === 'sending' && (
        <ProgressBar value={one.fraction} aria-label={t('tickets.sendingFile', { name: one.name })} />
      )}
      {one.state === 'failed' && <Caption1 role="alert">{failureText(one.failure)}</Caption1>}
    </div>
  );
}
