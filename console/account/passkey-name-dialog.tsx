// Dialog that names a passkey: a new one, or one that has a name.
import { Body1, Field, Input } from '@fluentui/react-components';
import type { DefaultError, UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { PasskeyName } from '../../contract/passkeys.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';

interface PasskeyNameDialogProps {
  title: string;
  submitLabel: string;
  explanation?: string;
  /** the name when the dialog opens */
  initial: string;
  mutation: Pick<
    UseMutationResult<unknown, DefaultError, string>,
    'mutate' | 'isPending' | 'error' | 'reset'
  >;
  /** text of the toast after success */
  done: string;
  onClose: () => void;
}

export function PasskeyNameDialog(props: PasskeyNameDialogProps) {
  const { title, submitLabel, explanation, initial, mutation, done, onClose } = props;
  const { t } = useTexts();
  const toasts = useToasts();
  const [name, setName] = useState(initial);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const parsed = PasskeyName.safeParse(name);
  const close = () => {
    mutation.reset();
    onClose();
  };
  const submit = () => {
    setIsSubmitted(true);
    if (!parsed.success) return;
    mutation.mutate(parsed.data, {
      onSuccess: () => {
        toasts.success(done);
        close();
      },
    });
  };
  return (
    <FormDialog
      title={title}
      submitLabel={submitLabel}
      pending={mutation.isPending}
      failure={mutation.error?.failure ?? null}
      onSubmit={submit}
      onClose={close}
    >
      {explanation && <Body1>{explanation}</Body1>}
      <Field
        label={t('passkeys.name')}
        {...(isSubmitted && !parsed.success
          ? { validationMessage: t('passkeys.nameMissing') }
          : { hint: t('passkeys.nameHint') })}
      >
        <Input maxLength={60} value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
    </FormDialog>
  );
}
