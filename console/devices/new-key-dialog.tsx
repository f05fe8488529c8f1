// Dialog that shows a new enrolment key, once, and how to deploy it to computers.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Text,
  Textarea,
  tokens,
  useId,
} from '@fluentui/react-components';
import type { FocusEvent } from 'react';
import { CopyButton } from '../ui/copy-button.tsx';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  line: { display: 'flex', alignItems: 'end', columnGap: tokens.spacingHorizontalS },
  key: { flexGrow: 1 },
  mono: { fontFamily: tokens.fontFamilyMonospace },
  commands: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, lineHeight: 1.5 },
  copyCommands: { alignSelf: 'start' },
  howTo: { margin: 0 },
});

/** The registry key where the agent reads its policy; a deployment tool or a group policy may write it as well. */
const POLICY = 'HKLM\\Software\\Policies\\Guichet\\Guichet';

function policyCommands(server: string, key: string): string {
  return [
    `reg add "${POLICY}" /v ServerUrl /d "${server}" /f`,
    `reg add "${POLICY}" /v EnrolmentKey /d "${key}" /f`,
  ].join('\n');
}

function selectAll({ currentTarget }: FocusEvent<HTMLInputElement | HTMLTextAreaElement>): void {
  currentTarget.select();
}

interface NewKeyDialogProps {
  enrolmentKey: string;
  organisation: string;
  /** the address that agents connect to, which is also the console's */
  server: string;
  onClose: () => void;
}

export function NewKeyDialog({ enrolmentKey, organisation, server, onClose }: NewKeyDialogProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const keyId = useId('key');
  const commandsId = useId('commands');
  const commands = policyCommands(server, enrolmentKey);
  return (
    // A click beside the dialog must not close it: the key cannot be shown again.
    <Dialog open onOpenChange={(_, { type }) => type !== 'backdropClick' && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('keys.for', { organisation })}</DialogTitle>
          <DialogContent className={styles.content}>
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{t('keys.shownOnce')}</MessageBarBody>
            </MessageBar>
            <div className={styles.line}>
              <Field label={t('keys.key')} className={styles.key}>
                <Input className={styles.mono} id={keyId} readOnly value={enrolmentKey} onFocus={selectAll} />
              </Field>
              <CopyButton text={enrolmentKey} fieldId={keyId} />
            </div>
            <Text as="p" className={styles.howTo}>
              {t('keys.howTo')}
            </Text>
            <Field label={t('keys.commands')}>
              <Textarea
                id={commandsId}
                textarea={{ className: styles.commands }}
                readOnly
                rows={5}
                value={commands}
                onFocus={selectAll}
              />
            </Field>
            <div className={styles.copyCommands}>
              <CopyButton text={commands} label={t('keys.copyCommands')} fieldId={commandsId} />
            </div>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              {t('act.done')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
