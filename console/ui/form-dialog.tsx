// A dialog with a form: a title, its fields, the failure of the last submit, and the buttons to submit and to cancel.
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
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { GuichetError } from '../../contract/errors.ts';
import { FailureBar } from './failure-bar.tsx';
import { useFocusBack } from './focus-back.ts';
import { focusFirstInvalid } from './focus-first-invalid.ts';
import { useTexts } from './texts.ts';

const useStyles = makeStyles({
  narrow: { maxWidth: '520px' },
  wide: { maxWidth: '760px' },
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  /** longer labels make a wider button, not a higher one */
  act: { whiteSpace: 'nowrap' },
});

interface FormDialogProps {
  title: string;
  /** label of the submit button */
  submitLabel: string;
  /** true while the action is carried out; submitting is blocked */
  pending: boolean;
  /** why the action failed; the dialog stays open with what was typed */
  failure: GuichetError | null;
  disabled?: boolean;
  width?: 'narrow' | 'wide';
  /** another button, at the start of the row */
  extra?: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const {
    title,
    submitLabel,
    pending,
    failure,
    disabled = false,
    width = 'narrow',
    extra,
    onSubmit,
    onClose,
    children,
  } = props;
  const { t } = useTexts();
  const styles = useStyles();
  const form = useRef<HTMLFormElement>(null);
  useFocusBack(form);
  // A failure of the server may be shown at a field.
  useEffect(() => {
    if (!pending && form.current) focusFirstInvalid(form.current);
  }, [pending]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pending || disabled) return;
    // Render the validation messages before the first invalid field is looked up.
    flushSync(onSubmit);
    if (form.current) focusFirstInvalid(form.current);
  };
  return (
    // A click beside the dialog must not lose what was typed.
    <Dialog open onOpenChange={(_, { type }) => type !== 'backdropClick' && onClose()}>
      <DialogSurface className={styles[width]}>
        <form ref={form} onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>
              {failure && <FailureBar failure={failure} />}
              {children}
            </DialogContent>
            {extra && <DialogActions position="start">{extra}</DialogActions>}
            <DialogActions>
              <Button onClick={onClose}>{t('act.cancel')}</Button>
              <Button
                type="submit"
                appearance="primary"
                className={styles.act}
                disabled={disabled}
                disabledFocusable={pending}
              >
                {submitLabel}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
