// Sets up a second factor: the password, the QR code with its first code, and the recovery codes, one after the other.
import {
  Body1,
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  tokens,
  useId,
} from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { BegunSecondFactor } from '../../contract/account.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { FailureBar } from '../ui/failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { CodeField } from './code-field.tsx';
import { PasswordField } from './password-field.tsx';
import { QrCode } from './qr-code.tsx';
import { useBeginSecondFactor, useConfirmSecondFactor } from './second-factor.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  text: { margin: 0 },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalS },
  grow: { flexGrow: 1 },
  actions: { display: 'flex', justifyContent: 'end', columnGap: tokens.spacingHorizontalS },
  mono: { fontFamily: tokens.fontFamilyMonospace },
  codes: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(120px, 1fr))',
    gap: tokens.spacingVerticalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    fontFamily: tokens.fontFamilyMonospace,
  },
});

interface SetupProps {
  /** the second factor is being replaced: a code of the present one is needed */
  replaces: boolean;
  /** called once the recovery codes were shown */
  onDone: () => void;
  /** without it, the second factor has to be set up */
  onCancel?: () => void;
}

export function SecondFactorSetup({ replaces, onDone, onCancel }: SetupProps) {
  const { t } = useTexts();
  const [begun, setBegun] = useState<BegunSecondFactor | null>(null);
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null);
  if (recoveryCodes) return <ShowRecoveryCodes codes={recoveryCodes} onDone={onDone} />;
  const cancel = onCancel && <Button onClick={onCancel}>{t('act.cancel')}</Button>;
  if (begun) return <ConfirmApp begun={begun} cancel={cancel} onConfirmed={setRecoveryCodes} />;
  return <ProvePassword replaces={replaces} cancel={cancel} onBegun={setBegun} />;
}

interface ProvePasswordProps {
  replaces: boolean;
  /** the button beside the primary one, in a dialog */
  cancel: ReactNode;
  onBegun: (begun: BegunSecondFactor) => void;
}

function ProvePassword({ replaces, cancel, onBegun }: ProvePasswordProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const begin = useBeginSecondFactor();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (!password || (replaces && !code) || begin.isPending) return;
    begin.mutate({ password, code: replaces ? code : null }, { onSuccess: onBegun });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {begin.error && <FailureBar failure={begin.error.failure} />}
      <PasswordField value={password} onChange={setPassword} missing={isSubmitted && !password} />
      {replaces && <CodeField value={code} onChange={setCode} missing={isSubmitted && !code} />}
      <Actions label={t('secondFactor.next')} pending={begin.isPending} cancel={cancel} />
    </form>
  );
}

interface ConfirmAppProps {
  begun: BegunSecondFactor;
  cancel: ReactNode;
  onConfirmed: (recoveryCodes: readonly string[]) => void;
}

function ConfirmApp({ begun: { secret, uri }, cancel, onConfirmed }: ConfirmAppProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const confirm = useConfirmSecondFactor();
  const secretId = useId('secret');
  const [code, setCode] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (!code || confirm.isPending) return;
    confirm.mutate(code, { onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes) });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {confirm.error && <FailureBar failure={confirm.error.failure} />}
      <Body1 as="p" className={styles.text}>
        {t('secondFactor.scan')}
      </Body1>
      <QrCode text={uri} label={t('secondFactor.qrCode')} />
      <div className={styles.line}>
        <Field label={t('secondFactor.secret')} className={styles.grow}>
          <Input
            id={secretId}
            className={styles.mono}
            readOnly
            value={secret}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
        </Field>
        <CopyButton text={secret} fieldId={secretId} />
      </div>
      <CodeField value={code} onChange={setCode} missing={isSubmitted && !code} isFirst />
      <Actions label={t('secondFactor.confirm')} pending={confirm.isPending} cancel={cancel} />
    </form>
  );
}

interface ActionsProps {
  label: string;
  pending: boolean;
  cancel: ReactNode;
}

/** As those of every dialog; on a page there is one button, as wide as the fields. */
function Actions({ label, pending, cancel }: ActionsProps) {
  const styles = useStyles();
  const submit = (
    <Button type="submit" appearance="primary" disabledFocusable={pending}>
      {label}
    </Button>
  );
  if (!cancel) return submit;
  return (
    <div className={styles.actions}>
      {cancel}
      {submit}
    </div>
  );
}

function ShowRecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const listId = useId('codes');
  return (
    <div className={styles.form}>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{t('secondFactor.codesShownOnce')}</MessageBarBody>
      </MessageBar>
      {/* focusable, so that the codes can be selected where the browser refuses to copy */}
      <ul id={listId} className={styles.codes} aria-label={t('secondFactor.recoveryCodes')} tabIndex={-1}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.line}>
        <CopyButton text={codes.join('\n')} label={t('secondFactor.copyCodes')} fieldId={listId} />
        <Button appearance="primary" onClick={onDone}>
          {t('secondFactor.codesKept')}
        </Button>
      </div>
    </div>
  );
}
