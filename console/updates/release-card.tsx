// Card of one release: who is offered it, how many agents run it, and the actions of administrators.
import {
  Badge,
  Button,
  Caption1,
  makeStyles,
  ProgressBar,
  Subtitle2,
  Text,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import {
  ArrowUploadRegular,
  DeleteRegular,
  PauseRegular,
  PeopleEditRegular,
  PlayRegular,
} from '@fluentui/react-icons';
import { useState } from 'react';
import { DEFAULT_CHANNEL, type Release } from '../../contract/releases.ts';
import { useOrganisations } from '../devices/queries.ts';
import { Card, CardAbout, CardActions } from '../ui/card-list.tsx';
import { Moment } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { missingFilesOf } from './chosen-files.ts';
import { useStageRelease } from './queries.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { SendDialog } from './send-dialog.tsx';
import { StageDialog } from './stage-dialog.tsx';

const useStyles = makeStyles({ version: { margin: 0 }, progress: { maxWidth: '480px' } });

interface ReleaseCardProps {
  release: Release;
  /** number of all agents */
  agents: number;
}

export function ReleaseCard({ release, agents }: ReleaseCardProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { version, channel, running, offered } = release;
  const progress = t('updates.running', { count: running, agents });
  return (
    <Card
      head={
        <>
          <Subtitle2 as="h2" className={styles.version}>
            {version}
          </Subtitle2>
          <StateBadge release={release} />
          {channel !== DEFAULT_CHANNEL && (
            <Badge appearance="tint" color="informative">
              {t('updates.inChannel', { channel })}
            </Badge>
          )}
          <Actions release={release} />
        </>
      }
    >
      <Text>{t('updates.offered', { count: offered, agents })}</Text>
      <ProgressBar
        className={styles.progress}
        aria-label={progress}
        value={agents === 0 ? 0 : running / agents}
      />
      <Caption1>{progress}</Caption1>
      <About release={release} />
    </Card>
  );
}

function StateBadge({ release: { complete, paused, percentage } }: { release: Release }) {
  const { t } = useTexts();
  if (!complete) return <Badge color="warning">{t('updates.state.incomplete')}</Badge>;
  if (paused)
    return (
      <Badge appearance="tint" color="important">
        {t('updates.state.paused')}
      </Badge>
    );
  return (
    <Badge appearance="tint" color="success">
      {t('updates.state.offered', { percentage })}
    </Badge>
  );
}

function About({ release }: { release: Release }) {
  const { t, language } = useTexts();
  const { data: organisations = [] } = useOrganisations();
  const { organisationIds, builtAt, addedAt, replacesPaused } = release;
  const named = organisations.filter(({ id }) => organisationIds?.includes(id)).map(({ name }) => name);
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const missing = missingFilesOf(release);
  return (
    <CardAbout>
      <span>{organisationIds === null ? t('updates.allOrganisations') : list.format(named)}</span>
      {replacesPaused && <span>{t('updates.rollsForward')}</span>}
      {builtAt !== null && (
        <span>
          {t('updates.built')} <Moment at={builtAt} />
        </span>
      )}
      <span>
        {t('updates.added')} <Moment at={addedAt} />
      </span>
      {missing.length > 0 && (
        <span>{t('updates.missing', { names: missing.map(({ name }) => name).join(', ') })}</span>
      )}
    </CardAbout>
  );
}

function Actions({ release }: { release: Release }) {
  const { t } = useTexts();
  const { data: organisations } = useOrganisations();
  const focusTarget = useRestoreFocusTarget();
  const [openDialog, setOpenDialog] = useState<'stage' | 'send' | 'remove' | null>(null);
  const { version, paused, complete } = release;
  const close = () => setOpenDialog(null);
  return (
    <CardActions atEnd>
      {complete ? (
        <>
          {!paused && <PauseButton release={release} />}
          <Button
            {...focusTarget}
            icon={paused ? <PlayRegular /> : <PeopleEditRegular />}
            aria-label={t(paused ? 'updates.offerOne' : 'updates.changeOne', { version })}
            onClick={() => setOpenDialog('stage')}
          >
            {t(paused ? 'updates.offer' : 'updates.change')}
          </Button>
        </>
      ) : (
        <Button
          {...focusTarget}
          icon={<ArrowUploadRegular />}
          aria-label={t('updates.sendOne', { version })}
          onClick={() => setOpenDialog('send')}
        >
          {t('updates.send')}
        </Button>
      )}
      {paused && (
        <Button
          {...focusTarget}
          icon={<DeleteRegular />}
          aria-label={t('updates.removeOne', { version })}
          onClick={() => setOpenDialog('remove')}
        >
          {t('act.remove')}
        </Button>
      )}
      {openDialog === 'stage' && organisations && (
        <StageDialog release={release} organisations={organisations} onClose={close} />
      )}
      {openDialog === 'send' && <SendDialog release={release} onClose={close} />}
      {openDialog === 'remove' && <RemoveDialog release={release} onClose={close} />}
    </CardActions>
  );
}

/** Pauses without confirmation: a bad release must be stopped at once. */
function PauseButton({ release }: { release: Release }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const stage = useStageRelease(release.id);
  const { version, channel, percentage, organisationIds, replacesPaused } = release;
  const pause = () =>
    stage.mutate(
      { channel, percentage, organisationIds, replacesPaused, paused: true },
      {
        onSuccess: () => toasts.success(t('updates.pausedNow', { version })),
        onError: (refusal) => toasts.failure(refusal),
      },
    );
  return (
    <Button
      icon={<PauseRegular />}
      disabledFocusable={stage.isPending}
      aria-label={t('updates.pauseOne', { version })}
      onClick={pause}
    >
      {t('updates.pause')}
    </Button>
  );
}
