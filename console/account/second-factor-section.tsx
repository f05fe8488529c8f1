// The section of the own second factor: setting it up, replacing and removing it.
import {
  Body1,
  Button,
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { Account } from '../../contract/account.ts';
import { CodeField } from '../session/code-field.tsx';
import { PasswordField } from '../session/password-field.tsx';
import { useAccount, useInvalidateAccount } from '../session/second-factor.ts';
import { SecondFactorSetup } from '../session/second-factor-setup.tsx';
import { useFocusBack } from '../ui/focus-back.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Moment } from '../ui/instant.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { Section } from '../ui/section.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useRemoveSecondFactor } from './queries.ts';

const useStyles = makeStyles({
  narrow: { maxWidth: '520px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  state: { margin: 0 },
});

export function SecondFactorSection() {
  const { t } = useTexts();
  const account = useAccount();
  const [open, setOpen] = useState<'setup' | 'removal' | null>(null);
  const invalidate = useInvalidateAccount();
  const close = () => {
    setOpen(null);
    void invalidate();
  };
  const { data } = account;
  const isSetUp = data?.secondFactorSince != null;
  return (
    <Section
      title={t('secondFactor.title')}
      intro={t('secondFactor.intro')}
      action={data && <Actions account={data} onOpen={setOpen} />}
    >
      <QueryFailureBar query={account} />
      {data && <State account={data} />}
      {open === 'setup' && <SetupDialog replaces={isSetUp} onClose={close} />}
      {open === 'removal' && <RemovalDialog onClose={close} />}
    </Section>
  );
}

function State({ account: { secondFactorSince, recoveryCodesLeft } }: { account: Account }) {
  const { t } = useTexts();
  const styles = useStyles();
  if (secondFactorSince === null) {
    return (
      <Body1 as="p" className={styles.state}>
        {t('secondFactor.none')}
      </Body1>
    );
  }
  return (
    <Body1 as="p" className={styles.state}>
      {t('secondFactor.since')} <Moment at={secondFactorSince} /> ·{' '}
      {t('secondFactor.codesLeft', { count: recoveryCodesLeft })}
    </Body1>
  );
}

interface ActionsProps {
  account: Account;
  onOpen: (dialog: 'setup' | 'removal') => void;
}

function Actions({ account: { secondFactorSince, secondFactorDemanded }, onOpen }: ActionsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  if (secondFactorSince === null) {
    return <Button onClick={() => onOpen('setup')}>{t('secondFactor.setUp')}</Button>;
  }
  return (
    <div className={styles.buttons}>
      <Button onClick={() => onOpen('setup')}>{t('secondFactor.replace')}</Button>
      {!secondFactorDemanded && (
        <Button onClick={() => onOpen('removal')}>{t('secondFactor.removeAct')}</Button>
      )}
    </div>
  );
}

function SetupDialog({ replaces, onClose }: { replaces: boolean; onClose: () => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const content = useRef<HTMLDivElement>(null);
  useFocusBack(content);
  return (
    // A click beside the dialog must not close it: the recovery codes cannot be shown again.
    <Dialog open onOpenChange={(_, { type }) => type !== 'backdropClick' && onClose()}>
      <DialogSurface className={styles.narrow}>
        <DialogBody>
          <DialogTitle>{t(replaces ? 'secondFactor.replaceTitle' : 'secondFactor.setUpTitle')}</DialogTitle>
          <DialogContent>
            <div ref={content}>
              <SecondFactorSetup replaces={replaces} onDone={onClose} onCancel={onClose} />
            </div>
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function RemovalDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const remove = useRemoveSecondFactor();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const submit = () => {
    setIsSubmitted(true);
    if (!password || !code) return;
    remove.mutate(
      { password, code },
      {
        onSuccess: () => {
          toasts.success(t('secondFactor.removed'));
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t('secondFactor.remove')}
      submitLabel={t('secondFactor.removeAct')}
      pending={remove.isPending}
      failure={remove.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <PasswordField value={password} onChange={setPassword} missing={isSubmitted && !password} />
      <CodeField value={code} onChange={setCode} missing={isSubmitted && !code} />
    </FormDialog>
  );
}
