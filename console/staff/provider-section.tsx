// The identity provider with which staff sign in, below the teams: what is set, and the dialogs to change and remove it.
import { Button, makeStyles, Text, Title3, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { useState } from 'react';
import type { StaffProvider } from '../../contract/staff-provider.ts';
import { Card, CardActions, CardList } from '../ui/card-list.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { ProviderDialog } from './provider-dialog.tsx';
import { useProviderSettings, useRemoveProvider } from './queries.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalL,
    marginTop: tokens.spacingVerticalL,
  },
  title: { margin: 0 },
  secondary: { color: tokens.colorNeutralForeground2 },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    margin: 0,
  },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

export function ProviderSection() {
  const { t } = useTexts();
  const styles = useStyles();
  const settings = useProviderSettings();
  const remove = useRemoveProvider();
  const focusTarget = useRestoreFocusTarget();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const close = () => setOpen(null);
  const { data } = settings;
  return (
    <section className={styles.root} aria-labelledby="provider">
      <div className={styles.head}>
        <Title3 as="h2" id="provider" className={styles.title}>
          {t('provider.title')}
        </Title3>
        {data?.provider === null && (
          <Button {...focusTarget} onClick={() => setOpen('edit')}>
            {t('signIn.setUp')}
          </Button>
        )}
      </div>
      <QueryFailureBar query={settings} />
      <Text className={styles.secondary}>{t('provider.how')}</Text>
      {data?.provider && (
        <CardList>
          <Card
            head={
              <>
                <Text weight="semibold">{data.provider.label}</Text>
                <CardActions atEnd>
                  <Button {...focusTarget} size="small" onClick={() => setOpen('edit')}>
                    {t('signIn.change')}
                  </Button>
                  <Button {...focusTarget} size="small" onClick={() => setOpen('remove')}>
                    {t('provider.remove')}
                  </Button>
                </CardActions>
              </>
            }
          >
            <Facts provider={data.provider} />
          </Card>
        </CardList>
      )}
      {open === 'edit' && data && <ProviderDialog settings={data} onClose={close} />}
      {open === 'remove' && (
        <ConfirmDialog
          title={t('provider.removeAsk')}
          submitLabel={t('provider.remove')}
          mutation={remove}
          subject={undefined}
          done={t('provider.removed')}
          onClose={close}
        >
          {t('provider.removeEffect')}
        </ConfirmDialog>
      )}
    </section>
  );
}

function Facts({ provider }: { provider: StaffProvider }) {
  const { t } = useTexts();
  const styles = useStyles();
  const { issuer, clientId, hasSecret, groupsClaim, administratorGroups, technicianGroups } = provider;
  const facts = [
    [t('signIn.issuer'), issuer],
    [t('signIn.clientId'), clientId],
    [t('signIn.clientSecret'), t(hasSecret ? 'backends.kept' : 'signIn.noSecret')],
    [t('provider.groupsClaim'), groupsClaim],
    [t('provider.administratorGroups'), administratorGroups.join(', ') || t('provider.noGroup')],
    [t('provider.technicianGroups'), technicianGroups.join(', ') || t('provider.noGroup')],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => [
        <dt key={`${name} name`}>{name}</dt>,
        <dd key={name} className={styles.value}>
          {value}
        </dd>,
      ])}
    </dl>
  );
}
