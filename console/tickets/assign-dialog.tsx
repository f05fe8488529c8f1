// Dialog that assigns a ticket to a team, and to one of it or nobody yet.
import {
  Button,
  Dropdown,
  Field,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Option,
} from '@fluentui/react-components';
import { useState } from 'react';
import { isAway, standInFor, worksFor } from '../../contract/colleagues.ts';
import type { DeskTicket } from '../../contract/console.ts';
import { Assigning, type Assignment, type Team } from '../../contract/teams.ts';
import { lastDayOf } from '../colleagues/absence-form.ts';
import { useDay } from '../colleagues/away.tsx';
import { useColleagues } from '../colleagues/queries.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useNow } from '../ui/instant.tsx';
import { POPUP } from '../ui/popup.ts';
import { type Translate, useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useDeskAct } from './queries.ts';

interface AssignDialogProps {
  ticket: DeskTicket;
  /** at least one */
  teams: readonly Team[];
  onClose: () => void;
}

export function AssignDialog({ ticket, teams, onClose }: AssignDialogProps) {
  const { t } = useTexts();
  const toasts = useToasts();
  const deskAct = useDeskAct(ticket.id);
  const current = teams.find(({ id }) => id === ticket.teamId) ?? (teams.length === 1 ? teams[0] : undefined);
  const [team, setTeam] = useState(current);
  const isElsewhere = ticket.elsewhere !== null;
  const [to, setTo] = useState(presentOrFirst(ticket, current, isElsewhere));
  const [isSubmitted, setIsSubmitted] = useState(false);
  const all = team ? choicesOf(team, ticket.organisationId, t) : [];
  const choices = all.filter(({ value }) => !isElsewhere || value !== 'nobody');
  const submit = () => {
    setIsSubmitted(true);
    if (!team) return;
    const assignment: Assignment = { teamId: team.id, to: isWay(to) ? to : { technicianId: to } };
    deskAct.mutate(
      { act: 'assign', assignment },
      {
        onSuccess: ({ technician }) => {
          if (isElsewhere) return onClose();
          const done = technician === null ? 'tickets.assign.doneTeam' : 'tickets.assign.done';
          toasts.success(t(done, { team: team.name, technician: technician ?? '' }));
          onClose();
        },
      },
    );
  };
  const chooseTeam = (id: string | undefined) => {
    const chosen = teams.find((one) => one.id === id);
    setTeam(chosen);
    setTo(presentOrFirst(ticket, chosen, isElsewhere));
    deskAct.reset();
  };
  return (
    <FormDialog
      title={t('tickets.assign.title', { ticket: ticket.number ?? ticket.title })}
      submitLabel={t('tickets.act.assign')}
      pending={deskAct.isPending}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label={t('tickets.assign.team')}
        required
        {...(isSubmitted && !team && { validationMessage: t('tickets.assign.teamMissing') })}
      >
        <Dropdown
          inlinePopup
          positioning={POPUP}
          value={team?.name ?? ''}
          selectedOptions={team ? [team.id] : []}
          onOptionSelect={(_, { optionValue }) => chooseTeam(optionValue)}
        >
          {teams.map(({ id, name }) => (
            <Option key={id} value={id}>
              {name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {team && (
        <Field label={t('tickets.assign.technician')}>
          <Dropdown
            inlinePopup
            positioning={POPUP}
            value={choices.find(({ value }) => value === to)?.text ?? ''}
            selectedOptions={[to]}
            onOptionSelect={(_, { optionValue }) => {
              setTo(optionValue ?? to);
              deskAct.reset();
            }}
          >
            {choices.map(({ value, text }) => (
              <Option key={value} value={value}>
                {text}
              </Option>
            ))}
          </Dropdown>
        </Field>
      )}
      {team && !isWay(to) && (
        <AwayBar technicianId={to} organisationId={ticket.organisationId} team={team} onChoose={setTo} />
      )}
    </FormDialog>
  );
}

interface AwayBarProps {
  technicianId: string;
  organisationId: string;
  team: Team;
  onChoose: (technicianId: string) => void;
}

/** Warns that whoever is chosen is away, and offers whoever stands in. Renders nothing for somebody who is there. */
function AwayBar({ technicianId, organisationId, team, onChoose }: AwayBarProps) {
  const { t } = useTexts();
  const day = useDay();
  const now = useNow();
  const colleagues = useColleagues();
  const technician = colleagues.find(({ id }) => id === technicianId);
  if (!technician?.absence || !isAway(technician, now)) return null;
  const standIn = standInFor(technicianId, { colleagues, organisationId, now });
  const canHave = standIn !== null && team.members.some(({ id }) => id === standIn.id);
  const until = day(lastDayOf(technician.absence));
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {t('tickets.assign.away', { name: technician.fullName, until })}{' '}
        {standIn && t('tickets.assign.standIn', { name: standIn.fullName })}
      </MessageBarBody>
      {canHave && (
        <MessageBarActions>
          <Button onClick={() => onChoose(standIn.id)}>
            {t('tickets.assign.choose', { name: standIn.fullName })}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

/** Whoever of the team has the ticket: to open the dialog takes it from nobody. Else as the team assigns. */
function presentOrFirst({ technicianId }: DeskTicket, team: Team | undefined, isElsewhere: boolean): string {
  const has = team?.members.some(({ id }) => id === technicianId);
  return technicianId !== null && has ? technicianId : firstChoice(team, isElsewhere);
}

/** The way of the team; another system has a technician for each assigned ticket. */
function firstChoice(team: Team | undefined, isElsewhere: boolean): string {
  const way = team?.assigning ?? 'nobody';
  return isElsewhere && way === 'nobody' ? 'least-load' : way;
}

function isWay(to: string): to is Assigning {
  return Assigning.safeParse(to).success;
}

/** The ways to find somebody, then everybody of the team who works for the organisation, with their load. */
function choicesOf(
  { members }: Team,
  organisationId: string,
  t: Translate,
): { value: string; text: string }[] {
  const working = members.filter((member) => worksFor(member, organisationId));
  return [
    ...Assigning.options.map((way) => ({ value: way, text: t(`tickets.assign.to.${way}`) })),
    ...working.map(({ id, fullName, openTickets }) => ({
      value: id,
      text: t('tickets.assign.member', { name: fullName, count: openTickets }),
    })),
  ];
}
