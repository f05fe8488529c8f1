// The page of updates, for administrators: the releases of the agent.
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncCircleRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { AddButton } from '../ui/add-button.tsx';
import { CardList } from '../ui/card-list.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { useReleases } from './queries.ts';
import { ReleaseCard } from './release-card.tsx';
import { SendDialog } from './send-dialog.tsx';

const useStyles = makeStyles({ how: { color: tokens.colorNeutralForeground2 } });

export function UpdatesPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const releases = useReleases();
  const [isAdding, setIsAdding] = useState(false);
  const listed = releases.data?.releases ?? [];
  return (
    <Page
      width="cards"
      title={t('updates.title')}
      action={<AddButton onClick={() => setIsAdding(true)}>{t('updates.add')}</AddButton>}
    >
      <QueryFailureBar query={releases} />
      {releases.data && listed.length === 0 && (
        <EmptyState icon={<ArrowSyncCircleRegular />} title={t('updates.empty')}>
          {t('updates.emptyHow')}
        </EmptyState>
      )}
      {listed.length > 0 && <Text className={styles.how}>{t('updates.how')}</Text>}
      <CardList>
        {listed.map((release) => (
          <ReleaseCard key={release.id} release={release} agents={releases.data?.agents ?? 0} />
        ))}
      </CardList>
      {isAdding && <SendDialog release={null} onClose={() => setIsAdding(false)} />}
    </Page>
  );
}
