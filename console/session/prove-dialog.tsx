// The dialog that asks somebody who is signed in to prove again who they are: with the password, a passkey, or the provider.
import { Body1, Button } from '@fluentui/react-components';
import { useState } from 'react';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { CodeField } from './code-field.tsx';
import { usePasskeyObstacle, useSignInWays } from './passkeys.ts';
import { PasswordField } from './password-field.tsx';
import { useProveByPasskey, useProveByPassword } from './prove.ts';
import { useProveAtProvider } from './provider.ts';
import { useAccount } from './second-factor.ts';

interface ProveDialogProps {
  onProven: () => void;
  onClose: () => void;
}

export function ProveDialog({ onProven, onClose }: ProveDialogProps) {
  const { t } = useTexts();
  const account = useAccount().data;
  const ways = useSignInWays().data;
  const byPassword = useProveByPassword();
  const byPasskey = useProveByPasskey();
  const atProvider = useProveAtProvider(onProven);
  const passkeyObstacle = usePasskeyObstacle();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const hasPassword = account?.hasPassword ?? true;
  const needsCode = hasPassword && account?.secondFactorSince != null;
  const hasPasskey = passkeyObstacle === null && (account?.passkeys.length ?? 0) > 0;
  const provider = account?.hasProvider ? (ways?.provider ?? null) : null;
  const attempts = [byPassword, byPasskey, atProvider];
  const isPending = attempts.some((one) => one.isPending);
  const startOver = () => {
    for (const one of attempts) one.reset();
  };
  const submit = () => {
    startOver();
    if (!hasPassword) return provider === null ? undefined : atProvider.mutate();
    setIsSubmitted(true);
    if (!password || (needsCode && !code)) return;
    byPassword.mutate({ password, code: needsCode ? code : null }, { onSuccess: onProven });
  };
  const usePasskey = () => {
    startOver();
    byPasskey.mutate(undefined, { onSuccess: onProven });
  };
  return (
    <FormDialog
      title={t('prove.title')}
      submitLabel={hasPassword ? t('prove.act') : (provider ?? t('prove.act'))}
      pending={isPending}
      disabled={!hasPassword && provider === null}
      failure={attempts.find(({ error }) => error)?.error?.failure ?? null}
      extra={
        <>
          {hasPasskey && (
            <Button disabledFocusable={isPending} onClick={usePasskey}>
              {t('prove.byPasskey')}
            </Button>
          )}
          {hasPassword && provider !== null && (
            <Button
              disabledFocusable={isPending}
              onClick={() => {
                startOver();
                atProvider.mutate();
              }}
            >
              {provider}
            </Button>
          )}
        </>
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <Body1>{t('prove.why')}</Body1>
      {atProvider.isSuccess && <Body1>{t('prove.atProvider')}</Body1>}
      {hasPassword && (
        <PasswordField value={password} onChange={setPassword} missing={isSubmitted && !password} />
      )}
      {needsCode && <CodeField value={code} onChange={setCode} missing={isSubmitted && !code} />}
    </FormDialog>
  );
}
