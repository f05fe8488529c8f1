// Asks before an act that cannot be undone; it stays open and says why where the act is refused.
import type { DefaultError, UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormDialog } from './form-dialog.tsx';
import { useNotices } from './notices.tsx';

interface ConfirmDialogProps<V> {
  title: string;
  /** the name of the act, which is also that of its button */
  act: string;
  mutation: Pick<UseMutationResult<unknown, DefaultError, V>, 'mutate' | 'isPending' | 'error'>;
  /** what the mutation is about */
  subject: V;
  /** what is said once it is done */
  done: string;
  onClose: () => void;
  children: ReactNode;
}

export function ConfirmDialog<V>(props: ConfirmDialogProps<V>) {
  const { title, act, mutation, subject, done, onClose, children } = props;
  const notices = useNotices();
  const submit = () =>
    mutation.mutate(subject, {
      onSuccess: () => {
        notices.done(done);
        onClose();
      },
    });
  return (
    <FormDialog
      title={title}
      act={act}
      pending={mutation.isPending}
      failure={mutation.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      {children}
    </FormDialog>
  );
}
