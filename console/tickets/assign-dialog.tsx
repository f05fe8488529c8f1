// Dialog that assigns a ticket to a team, and to one of it or nobody yet.
import { Dropdown, Field, Option } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { Assigning, type Assignment, type Team } from '../../contract/teams.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
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
  const [to, setTo] = useState(firstChoice(current, isElsewhere));
  const [isSubmitted, setIsSubmitted] = useState(false);
  const choices = team ? choicesOf(team, t).filter(({ value }) => !isElsewhere || value !== 'nobody') : [];
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
    setTo(firstChoice(chosen, isElsewhere));
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
    </FormDialog>
  );
}

/** The way of the team; another system has a technician for each assigned ticket. */
function firstChoice(team: Team | undefined, isElsewhere: boolean): string {
  const way = team?.assigning ?? 'nobody';
  return isElsewhere && way === 'nobody' ? 'least-load' : way;
}

function isWay(to: string): to is Assigning {
  return Assigning.safeParse(to).success;
}

/** The ways to find somebody, then everybody of the team with their load. */
function choicesOf({ members }: Team, t: Translate): { value: string; text: string }[] {
  return [
    ...Assigning.options.map((way) => ({ value: way, text: t(`tickets.assign.to.${way}`) })),
    ...members.map(({ id, fullName, openTickets }) => ({
      value: id,
      text: t('tickets.assign.member', { name: fullName, count: openTickets }),
    })),
  ];
}
