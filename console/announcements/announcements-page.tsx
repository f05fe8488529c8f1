// The page of announcements, in three groups: in force, to come and over.
import { makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import { MegaphoneRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { PublishedAnnouncement } from '../../contract/console.ts';
import { useOrganisations } from '../devices/queries.ts';
import { AddButton } from '../ui/add-button.tsx';
import { CardList } from '../ui/card-list.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useNow } from '../ui/instant.tsx';
import { Page } from '../ui/page.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { AnnouncementCard } from './announcement-card.tsx';
import { AnnouncementDialog } from './announcement-dialog.tsx';
import { byPhase, PHASES } from './phases.ts';
import { useAnnouncements } from './queries.ts';

const useStyles = makeStyles({
  group: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  title: { margin: 0 },
});

export function AnnouncementsPage() {
  const { t } = useTexts();
  const announcements = useAnnouncements();
  const organisations = useOrganisations();
  const [isWriting, setIsWriting] = useState(false);
  return (
    <Page
      width="cards"
      title={t('announcements.title')}
      action={<AddButton onClick={() => setIsWriting(true)}>{t('announcements.new')}</AddButton>}
    >
      <QueryFailureBar query={organisations.error ? organisations : announcements} />
      {announcements.data?.length === 0 && (
        <EmptyState icon={<MegaphoneRegular />} title={t('announcements.empty')}>
          {t('announcements.emptyHow')}
        </EmptyState>
      )}
      {announcements.data && <Groups announcements={announcements.data} />}
      {isWriting && organisations.data && (
        <AnnouncementDialog
          published={null}
          organisations={organisations.data}
          onClose={() => setIsWriting(false)}
        />
      )}
    </Page>
  );
}

function Groups({ announcements }: { announcements: PublishedAnnouncement[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const groups = byPhase(announcements, useNow());
  return PHASES.filter((phase) => groups[phase].length > 0).map((phase) => (
    <section key={phase} className={styles.group}>
      <Subtitle1 as="h2" className={styles.title}>
        {t(`announcements.phase.${phase}`)}
      </Subtitle1>
      <CardList>
        {groups[phase].map((announcement) => (
          <AnnouncementCard key={announcement.id} announcement={announcement} phase={phase} />
        ))}
      </CardList>
    </section>
  ));
}
