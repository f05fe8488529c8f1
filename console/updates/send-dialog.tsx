// Dialog that uploads a release: it is added from its channel file, then its files are sent one after the other.
import { Button, Checkbox, Field, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { FolderOpenRegular } from '@fluentui/react-icons';
import { useRef, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { Release } from '../../contract/releases.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { channelFileOf, missingFilesOf } from './chosen-files.ts';
import { useUploadRelease } from './use-upload-release.ts';

const useStyles = makeStyles({
  choose: { alignSelf: 'flex-start' },
  names: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, overflowWrap: 'anywhere' },
  hint: { color: tokens.colorNeutralForeground2 },
});

interface SendDialogProps {
  /** the release whose files are missing; null for a new one */
  release: Release | null;
  onClose: () => void;
}

export function SendDialog({ release, onClose }: SendDialogProps) {
  const { t } = useTexts();
  const toasts = useToasts();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [acceptOlder, setAcceptOlder] = useState(false);
  const [isMissing, setIsMissing] = useState(false);
  const upload = useUploadRelease(release);
  const hasFeed = release !== null || channelFileOf(files) !== null;
  const submit = async () => {
    setIsMissing(!hasFeed || files.length === 0);
    if (!hasFeed || files.length === 0) return;
    const uploaded = await upload.start(files, acceptOlder);
    if (!uploaded) return;
    toasts.success(t('updates.broughtNow', { version: uploaded.version }));
    onClose();
  };
  return (
    <FormDialog
      title={release ? t('updates.sendOne', { version: release.version }) : t('updates.add')}
      submitLabel={release ? t('updates.send') : t('act.add')}
      pending={upload.progress !== null}
      failure={upload.failure}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Files release={release} files={files} isMissing={isMissing} onChange={setFiles} />
      <Older failure={upload.failure} isAccepted={acceptOlder} onChange={setAcceptOlder} />
      {upload.progress && (
        <Field
          label={t('updates.sending', { name: upload.progress.name })}
          validationState="none"
          role="status"
        >
          <ProgressBar value={upload.progress.fraction} />
        </Field>
      )}
    </FormDialog>
  );
}

interface FilesProps {
  release: Release | null;
  files: readonly File[];
  isMissing: boolean;
  onChange: (files: readonly File[]) => void;
}

function Files({ release, files, isMissing, onChange }: FilesProps) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const missing = release ? missingFilesOf(release) : [];
  const names = new Intl.ListFormat(language, { type: 'unit' });
  return (
    <>
      <Text className={styles.hint}>
        {release
          ? t('updates.sendHow', { names: names.format(missing.map(({ name }) => name)) })
          : t('updates.addHow')}
      </Text>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".yml,.exe,.blockmap"
        onChange={() => onChange([...(input.current?.files ?? [])])}
      />
      <Field
        label={t('updates.files')}
        {...(isMissing && { validationMessage: t(release ? 'updates.noFiles' : 'updates.noFeed') })}
      >
        <Button className={styles.choose} icon={<FolderOpenRegular />} onClick={() => input.current?.click()}>
          {t('updates.choose')}
        </Button>
      </Field>
      {files.length > 0 && (
        <ul className={styles.names}>
          {files.map(({ name }) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Shown once the server has found that there is a later version. */
function Older(props: {
  failure: GuichetError | null;
  isAccepted: boolean;
  onChange: (isAccepted: boolean) => void;
}) {
  const { t } = useTexts();
  const { failure, isAccepted, onChange } = props;
  if (failure?.code !== 'release-older' && !isAccepted) return null;
  return (
    <Checkbox
      label={t('updates.acceptOlder')}
      checked={isAccepted}
      onChange={(_, { checked }) => onChange(checked === true)}
    />
  );
}
