// The page of updates, for administrators: the releases of the agent, and who is offered which.
import { Button, makeStyles, Text, Title2, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { AddRegular, ArrowSyncCircleRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { Navigate } from 'react-router';
import { useStaff } from '../session/session.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { LastKnown } from '../ui/last-known.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { useTexts } from '../ui/texts.ts';
import { useReleases } from './queries.ts';
import { ReleaseCard } from './release-card.tsx';
import { SendDialog } from './send-dialog.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL, maxWidth: '960px' },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  title: { margin: 0 },
  how: { color: tokens.colorNeutralForeground2 },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
  },
});

export function UpdatesPage() {
  const { role } = useStaff();
  return role === 'administrator' ? <Content /> : <Navigate to="/devices" replace />;
}

function Content() {
  const { t } = useTexts();
  const styles = useStyles();
  const releases = useReleases();
  const [isAdding, setIsAdding] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  usePageTitle(t('updates.title'));
  const listed = releases.data?.releases ?? [];
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Title2 as="h1" className={styles.title}>
          {t('updates.title')}
        </Title2>
        <Button {...focusTarget} appearance="primary" icon={<AddRegular />} onClick={() => setIsAdding(true)}>
          {t('updates.add')}
        </Button>
      </div>
      <LastKnown query={releases} />
      {releases.data && listed.length === 0 && (
        <EmptyState icon={<ArrowSyncCircleRegular />} title={t('updates.empty')}>
          {t('updates.emptyHow')}
        </EmptyState>
      )}
      {listed.length > 0 && <Text className={styles.how}>{t('updates.how')}</Text>}
      <ul className={styles.list}>
        {listed.map((release) => (
          <ReleaseCard key={release.id} release={release} agents={releases.data?.agents ?? 0} />
        ))}
      </ul>
      {isAdding && <SendDialog release={null} onClose={() => setIsAdding(false)} />}
    </div>
  );
}
