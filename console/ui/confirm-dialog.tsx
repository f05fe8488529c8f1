// Asks before an act that cannot be undone; it stays open and says why where the act is refused.
import type { DefaultError, UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormDialog } from './form-dialog.tsx';
import { useToasts } from './toasts.tsx';

interface ConfirmDialogProps<V> {
  title: string;
  /** the name of the act, which is also that of its button */
  submitLabel: string;
  mutation: Pick<UseMutationResult<unknown, DefaultError, V>, 'mutate' | 'isPending' | 'error'>;
  /** what the mutation is about */
  subject: V;
  /** what is said once it is done */
  done: string;
  onClose: () => void;
  children: ReactNode;
}

export function ConfirmDialog<V>(props: ConfirmDialogProps<V>) {
  const { title, submitLabel, mutation, subject, done, onClose, children } = props;
  const toasts = useToasts();
  const submit = () =>
    mutation.mutate(subject, {
      onSuccess: () => {
        toasts.success(done);
        onClose();
      },
    });
  return (
    <FormDialog
      title={title}
      submitLabel={submitLabel}
      pending={mutation.isPending}
      failure={mutation.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      {children}
    </FormDialog>
  );
}
