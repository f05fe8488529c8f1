// The dialog that asks somebody who is signed in to prove again who they are: with the password, or with a passkey.
import { Body1, Button } from '@fluentui/react-components';
import { useState } from 'react';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { CodeField } from './code-field.tsx';
import { usePasskeyObstacle } from './passkeys.ts';
import { PasswordField } from './password-field.tsx';
import { useProveByPasskey, useProveByPassword } from './prove.ts';
import { useAccount } from './second-factor.ts';

interface ProveDialogProps {
  onProven: () => void;
  onClose: () => void;
}

export function ProveDialog({ onProven, onClose }: ProveDialogProps) {
  const { t } = useTexts();
  const account = useAccount().data;
  const byPassword = useProveByPassword();
  const byPasskey = useProveByPasskey();
  const hasPasskey = usePasskeyObstacle() === null && (account?.passkeys.length ?? 0) > 0;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const needsCode = account?.secondFactorSince != null;
  const isPending = byPassword.isPending || byPasskey.isPending;
  const submit = () => {
    setIsSubmitted(true);
    byPasskey.reset();
    if (!password || (needsCode && !code)) return;
    byPassword.mutate({ password, code: needsCode ? code : null }, { onSuccess: onProven });
  };
  const usePasskey = () => {
    byPassword.reset();
    if (!isPending) byPasskey.mutate(undefined, { onSuccess: onProven });
  };
  return (
    <FormDialog
      title={t('prove.title')}
      submitLabel={t('prove.act')}
      pending={isPending}
      failure={(byPassword.error ?? byPasskey.error)?.failure ?? null}
      extra={
        hasPasskey && (
          <Button disabledFocusable={isPending} onClick={usePasskey}>
            {t('prove.byPasskey')}
          </Button>
        )
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <Body1>{t('prove.why')}</Body1>
      <PasswordField value={password} onChange={setPassword} missing={isSubmitted && !password} />
      {needsCode && <CodeField value={code} onChange={setCode} missing={isSubmitted && !code} />}
    </FormDialog>
  );
}
