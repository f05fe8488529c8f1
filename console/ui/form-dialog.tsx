// The one shape of a dialog that asks something: a title, what is asked, why it failed, and two buttons.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { FormEvent, ReactNode } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import { FailureBar } from './failure-bar.tsx';
import { useWords } from './words.ts';

const useStyles = makeStyles({
  surface: { maxWidth: '520px' },
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
});

interface FormDialogProps {
  title: string;
  /** the name of the act, which is also that of its button */
  act: string;
  /** true while the act is being carried out: its button waits */
  pending: boolean;
  /** why the act was refused; the dialog stays open with what was typed */
  failure: GuichetError | null;
  disabled?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { title, act, pending, failure, disabled = false, onSubmit, onClose, children } = props;
  const { t } = useWords();
  const styles = useStyles();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pending && !disabled) onSubmit();
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface}>
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>
              {failure && <FailureBar failure={failure} />}
              {children}
            </DialogContent>
            <DialogActions>
              <Button type="submit" appearance="primary" disabled={disabled} disabledFocusable={pending}>
                {act}
              </Button>
              <Button onClick={onClose}>{t('act.cancel')}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
