// How the people of an organisation confirm their address: by a mailed token, or with its identity provider.
import { Button, makeStyles, Text, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { useState } from 'react';
import type { Organisation } from '../../contract/console.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useRemoveSignIn } from './queries.ts';
import { SignInDialog } from './sign-in-dialog.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'start', rowGap: tokens.spacingVerticalM },
  intro: { color: tokens.colorNeutralForeground2, maxWidth: '640px', margin: 0 },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    margin: 0,
  },
  value: { margin: 0, overflowWrap: 'anywhere' },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export function SignInView({ organisation, canChange }: { organisation: Organisation; canChange: boolean }) {
  const { t } = useTexts();
  const styles = useStyles();
  const focusTarget = useRestoreFocusTarget();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const { signIn } = organisation;
  return (
    <div className={styles.root}>
      <Text as="p" className={styles.intro}>
        {t(signIn ? 'signIn.inForce' : 'signIn.byToken')}
      </Text>
      {signIn && (
        <dl className={styles.facts}>
          <dt>{t('signIn.issuer')}</dt>
          <dd className={styles.value}>{signIn.issuer}</dd>
          <dt>{t('signIn.clientId')}</dt>
          <dd className={styles.value}>{signIn.clientId}</dd>
          <dt>{t('signIn.clientSecret')}</dt>
          <dd className={styles.value}>{t(signIn.hasSecret ? 'backends.kept' : 'signIn.noSecret')}</dd>
          <dt>{t('signIn.addressClaim')}</dt>
          <dd className={styles.value}>{t(`signIn.claim.${signIn.addressClaim}`)}</dd>
          <dt>{t('signIn.unverified')}</dt>
          <dd className={styles.value}>
            {t(signIn.acceptsUnverified ? 'signIn.unverifiedAccepted' : 'signIn.unverifiedRefused')}
          </dd>
        </dl>
      )}
      {canChange && (
        <div className={styles.acts}>
          <Button {...focusTarget} onClick={() => setOpen('edit')}>
            {t(signIn ? 'signIn.change' : 'signIn.setUp')}
          </Button>
          {signIn && (
            <Button {...focusTarget} onClick={() => setOpen('remove')}>
              {t('signIn.remove')}
            </Button>
          )}
        </div>
      )}
      {open === 'edit' && <SignInDialog organisation={organisation} onClose={() => setOpen(null)} />}
      {open === 'remove' && <RemoveDialog organisation={organisation} onClose={() => setOpen(null)} />}
    </div>
  );
}

function RemoveDialog({ organisation, onClose }: { organisation: Organisation; onClose: () => void }) {
  const { t } = useTexts();
  const remove = useRemoveSignIn();
  return (
    <ConfirmDialog
      title={t('signIn.remove')}
      submitLabel={t('signIn.remove')}
      mutation={remove}
      subject={organisation.id}
      done={t('signIn.removedNow', { organisation: organisation.name })}
      onClose={onClose}
    >
      {t('signIn.removeWhat')}
    </ConfirmDialog>
  );
}
