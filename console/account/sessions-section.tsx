// The section of the own sessions, which end one by one or all at once.
import { Badge, Button, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { StaffSession } from '../../contract/account.ts';
import { Card, CardAbout, CardActions, CardList } from '../ui/card-list.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Moment } from '../ui/instant.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { Section } from '../ui/section.tsx';
import { type Translate, useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useEndOtherSessions, useEndSession, useSessions } from './queries.ts';

export function SessionsSection() {
  const { t } = useTexts();
  const sessions = useSessions();
  const [isEnding, setIsEnding] = useState(false);
  const hasOthers = sessions.data?.some(({ isCurrent }) => !isCurrent) ?? false;
  return (
    <Section
      title={t('account.sessions')}
      intro={t('account.sessionsIntro')}
      action={hasOthers && <Button onClick={() => setIsEnding(true)}>{t('account.endOthers')}</Button>}
    >
      <QueryFailureBar query={sessions} />
      <CardList>
        {sessions.data?.map((session) => (
          <SessionCard key={session.id} session={session} />
        ))}
      </CardList>
      {isEnding && <EndOthersDialog onClose={() => setIsEnding(false)} />}
    </Section>
  );
}

function nameOf({ browser, system }: StaffSession, t: Translate): string {
  if (browser === null) return system ?? t('account.unknownBrowser');
  return system === null ? browser : t('account.browserOn', { browser, system });
}

function SessionCard({ session }: { session: StaffSession }) {
  const { t } = useTexts();
  const end = useEndSession();
  const toasts = useToasts();
  const { id, startedAt, lastUsedAt, ip, isCurrent } = session;
  const name = nameOf(session, t);
  const endIt = () => end.mutate(id, { onError: toasts.failure });
  return (
    <Card
      head={
        <>
          <Text weight="semibold">{name}</Text>
          {isCurrent && <Badge appearance="tint">{t('account.thisSession')}</Badge>}
          {!isCurrent && (
            <CardActions atEnd>
              <Button
                aria-label={t('account.endSessionOf', { name, ip })}
                disabledFocusable={end.isPending}
                onClick={endIt}
              >
                {t('account.endSession')}
              </Button>
            </CardActions>
          )}
        </>
      }
    >
      <CardAbout>
        <span>{ip}</span>
        <span>
          {t('account.startedAt')} <Moment at={startedAt} />
        </span>
        <span>
          {t('account.lastUsedAt')} <Moment at={lastUsedAt} />
        </span>
      </CardAbout>
    </Card>
  );
}

function EndOthersDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const mutation = useEndOtherSessions();
  return (
    <ConfirmDialog
      title={t('account.endOthers')}
      submitLabel={t('account.endOthers')}
      mutation={mutation}
      subject={undefined}
      done={t('account.othersEnded')}
      onClose={onClose}
    >
      {t('account.endOthersEffect')}
    </ConfirmDialog>
  );
}
