// Asks for confirmation before an action that cannot be undone. If the action fails, it stays open and shows why.
import type { DefaultError, UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormDialog } from './form-dialog.tsx';
import { useToasts } from './toasts.tsx';

interface ConfirmDialogProps<V, A> {
  title: string;
  /** label of the button that carries out the action */
  submitLabel: string;
  mutation: Pick<UseMutationResult<A, DefaultError, V>, 'mutate' | 'isPending' | 'error'>;
  /** argument of the mutation */
  subject: V;
  /** text of the toast after success, which may depend on the answer */
  done: string | ((answer: A) => string);
  onClose: () => void;
  children: ReactNode;
}

export function ConfirmDialog<V, A>(props: ConfirmDialogProps<V, A>) {
  const { title, submitLabel, mutation, subject, done, onClose, children } = props;
  const toasts = useToasts();
  const submit = () =>
    mutation.mutate(subject, {
      onSuccess: (answer) => {
        toasts.success(typeof done === 'string' ? done : done(answer));
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
