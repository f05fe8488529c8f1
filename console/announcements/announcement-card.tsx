// Card of one announcement: its text as readers see it, its audience and period, and the actions of staff.
import { Button, makeStyles, Subtitle2, Text, useRestoreFocusTarget } from '@fluentui/react-components';
import { EditRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { PublishedAnnouncement } from '../../contract/console.ts';
import { useOrganisations } from '../devices/queries.ts';
import { useWorksForAll } from '../session/session.ts';
import { Card, CardAbout, CardActions } from '../ui/card-list.tsx';
import { Moment } from '../ui/instant.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { AnnouncementDialog } from './announcement-dialog.tsx';
import { periodOf } from './period.ts';
import type { Phase } from './phases.ts';
import { SeverityBadge } from './severity-badge.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';

const useStyles = makeStyles({
  title: { margin: 0, flex: '1 1 240px', minWidth: 0 },
  text: { whiteSpace: 'pre-wrap' },
});

interface AnnouncementCardProps {
  announcement: PublishedAnnouncement;
  phase: Phase;
}

export function AnnouncementCard({ announcement, phase }: AnnouncementCardProps) {
  const { language } = useTexts();
  const styles = useStyles();
  const { severity, title, text, organisationId } = announcement;
  const worksForAll = useWorksForAll();
  const canChange = worksForAll || organisationId !== null;
  return (
    <Card
      quiet={phase === 'over'}
      head={
        <>
          <SeverityBadge severity={severity} />
          <Subtitle2 as="h3" className={styles.title}>
            {title[language]}
          </Subtitle2>
          {phase !== 'over' && canChange && <Actions announcement={announcement} />}
        </>
      }
    >
      <Text className={styles.text}>{text[language]}</Text>
      <About announcement={announcement} />
    </Card>
  );
}

function About({ announcement }: { announcement: PublishedAnnouncement }) {
  const { t, language } = useTexts();
  const { service, organisation, from, to, ticket, joined, publishedAt, withdrawnAt } = announcement;
  const period = periodOf(from, to, language);
  return (
    <CardAbout>
      {service && <span>{service[language]}</span>}
      <span>{organisation ?? t('announcements.everyone')}</span>
      <span>
        {to === null && withdrawnAt === null ? t('announcements.openEnd', { from: period }) : period}
      </span>
      {ticket && (
        <span>
          <RouteLink to={`/tickets/${ticket.id}`}>{ticket.number ?? t('tickets.noNumber')}</RouteLink>
          {', '}
          {t('announcements.joined', { count: joined })}
        </span>
      )}
      <span>
        {withdrawnAt ? t('announcements.withdrawn') : t('announcements.published')}{' '}
        <Moment at={withdrawnAt ?? publishedAt} />
      </span>
    </CardAbout>
  );
}

function Actions({ announcement }: { announcement: PublishedAnnouncement }) {
  const { t, language } = useTexts();
  const { data: organisations } = useOrganisations();
  const [openDialog, setOpenDialog] = useState<'edit' | 'withdraw' | null>(null);
  const focusTarget = useRestoreFocusTarget();
  const title = announcement.title[language];
  const close = () => setOpenDialog(null);
  return (
    <CardActions>
      <Button
        {...focusTarget}
        icon={<EditRegular />}
        aria-label={t('announcements.editOne', { title })}
        onClick={() => setOpenDialog('edit')}
      >
        {t('announcements.edit')}
      </Button>
      <Button
        {...focusTarget}
        aria-label={t('announcements.withdrawOne', { title })}
        onClick={() => setOpenDialog('withdraw')}
      >
        {t('announcements.withdraw')}
      </Button>
      {openDialog === 'edit' && organisations && (
        <AnnouncementDialog published={announcement} organisations={organisations} onClose={close} />
      )}
      {openDialog === 'withdraw' && <WithdrawDialog announcement={announcement} onClose={close} />}
    </CardActions>
  );
}
