// The page of announcements: those in force, those to come, and those that are over.
import {
  Button,
  makeStyles,
  Subtitle1,
  Title2,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { AddRegular, MegaphoneRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { PublishedAnnouncement } from '../../contract/console.ts';
import { useOrganisations } from '../devices/queries.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useNow } from '../ui/instant.tsx';
import { LastKnown } from '../ui/last-known.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { useTexts } from '../ui/texts.ts';
import { AnnouncementCard } from './announcement-card.tsx';
import { AnnouncementDialog } from './announcement-dialog.tsx';
import { byPhase, PHASES } from './phases.ts';
import { useAnnouncements } from './queries.ts';

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
  group: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
  },
});

export function AnnouncementsPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const announcements = useAnnouncements();
  const organisations = useOrganisations();
  const [isWriting, setIsWriting] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  usePageTitle(t('announcements.title'));
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Title2 as="h1" className={styles.title}>
          {t('announcements.title')}
        </Title2>
        <Button
          {...focusTarget}
          appearance="primary"
          icon={<AddRegular />}
          onClick={() => setIsWriting(true)}
        >
          {t('announcements.new')}
        </Button>
      </div>
      <LastKnown query={organisations.error ? organisations : announcements} />
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
    </div>
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
      <ul className={styles.list}>
        {groups[phase].map((announcement) => (
          <AnnouncementCard key={announcement.id} announcement={announcement} phase={phase} />
        ))}
      </ul>
    </section>
  ));
}
