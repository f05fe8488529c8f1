// The teams, below the staff, with what an administrator can do about them.
import {
  Button,
  Caption1,
  makeStyles,
  Text,
  Title3,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { DeleteRegular, EditRegular, PeopleTeamRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { StaffMember } from '../../contract/staff.ts';
import type { IntakeRule, Team } from '../../contract/teams.ts';
import { useWorksForAll } from '../session/session.ts';
import { Card, CardList } from '../ui/card-list.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { useRuleName } from './intake-field.tsx';
import { useDissolveTeam, useTeams } from './queries.ts';
import { TeamDialog } from './team-dialog.tsx';

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
  warning: { color: tokens.colorStatusWarningForeground1 },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginLeft: 'auto' },
});

/** `staff`: all, of whom the active ones can be in a team. */
export function TeamList({ staff }: { staff: readonly StaffMember[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const teams = useTeams();
  const canChange = useWorksForAll();
  const focusTarget = useRestoreFocusTarget();
  const [isCreating, setIsCreating] = useState(false);
  const active = staff.filter(({ state }) => state === 'active');
  return (
    <section className={styles.root} aria-labelledby="teams">
      <div className={styles.head}>
        <Title3 as="h2" id="teams" className={styles.title}>
          {t('teams.title')}
        </Title3>
        {canChange && (
          <Button {...focusTarget} icon={<PeopleTeamRegular />} onClick={() => setIsCreating(true)}>
            {t('teams.new')}
          </Button>
        )}
      </div>
      <QueryFailureBar query={teams} />
      <Text className={styles.secondary}>{t('teams.how')}</Text>
      {teams.data && teams.data.length > 0 && (
        <CardList>
          {teams.data.map((team) => (
            <TeamCard key={team.id} team={team} staff={active} />
          ))}
        </CardList>
      )}
      {isCreating && <TeamDialog team={null} staff={active} onClose={() => setIsCreating(false)} />}
    </section>
  );
}

function TeamCard({ team, staff }: { team: Team; staff: readonly StaffMember[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const focusTarget = useRestoreFocusTarget();
  const dissolve = useDissolveTeam();
  const canChange = useWorksForAll();
  const [open, setOpen] = useState<'change' | 'dissolve' | null>(null);
  const { id, name, assigning, members, openTickets, takes } = team;
  const close = () => setOpen(null);
  const head = (
    <>
      <Text weight="semibold">{name}</Text>
      {canChange && (
        <div className={styles.acts}>
          <Button
            {...focusTarget}
            size="small"
            icon={<EditRegular />}
            aria-label={t('teams.changeTitle', { name })}
            onClick={() => setOpen('change')}
          >
            {t('teams.change')}
          </Button>
          <Button
            {...focusTarget}
            size="small"
            icon={<DeleteRegular />}
            aria-label={t('teams.dissolveNamed', { name })}
            onClick={() => setOpen('dissolve')}
          >
            {t('teams.dissolve')}
          </Button>
        </div>
      )}
    </>
  );
  return (
    <Card head={head}>
      <Text>
        {members.length > 0 ? members.map(({ fullName }) => fullName).join(', ') : t('teams.noMembers')}
      </Text>
      <Caption1 className={styles.secondary}>
        {t(`teams.assigning.${assigning}`)} {'· '}
        {t('teams.openTickets', { count: openTickets })}
      </Caption1>
      {canChange && takes.length > 0 && <Takes rules={takes} />}
      {canChange && members.length === 0 && (takes.length > 0 || openTickets > 0) && (
        <Caption1 className={styles.warning}>{t('teams.nobodyWarning')}</Caption1>
      )}
      {open === 'change' && <TeamDialog team={team} staff={staff} onClose={close} />}
      {open === 'dissolve' && (
        <ConfirmDialog
          title={t('teams.dissolveAsk', { name })}
          submitLabel={t('teams.dissolve')}
          mutation={dissolve}
          subject={id}
          done={t('teams.dissolved', { name })}
          onClose={close}
        >
          {t('teams.dissolveEffect')}
        </ConfirmDialog>
      )}
    </Card>
  );
}

function Takes({ rules }: { rules: readonly IntakeRule[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const nameOf = useRuleName();
  return (
    <Caption1 className={styles.secondary}>
      {t('teams.takesNamed', { rules: rules.map(nameOf).join(' · ') })}
    </Caption1>
  );
}
