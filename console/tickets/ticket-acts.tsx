// The acts that a ticket's status allows (statusAfter in the contract), and the hand-over.
import { Button, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import {
  ArrowForwardRegular,
  ArrowUndoRegular,
  CheckmarkCircleRegular,
  ClockPauseRegular,
  EditRegular,
  LockClosedRegular,
  PeopleTeamRegular,
  PersonAddRegular,
  PlayRegular,
} from '@fluentui/react-icons';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { statusAfter } from '../../contract/ticket.ts';
import { useStaff } from '../session/session.ts';
import { useTeams } from '../teams/queries.ts';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { ApprovalActs } from './approval-acts.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import type { CategoryOption } from './category-choices.ts';
import { CorrectDialog } from './correct-dialog.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { linkElsewhere } from './links.ts';
import { MoreMenu } from './more-menu.tsx';
import { PendingDialog } from './pending-dialog.tsx';
import { useCategoryOptions, useDeskAct } from './queries.ts';
import { ResolveDialog } from './resolve-dialog.tsx';
import { isUnassigned } from './unassigned.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export function TicketActs({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  const isHere = linkElsewhere(ticket) === null;
  return (
    <div className={styles.root} role="toolbar" aria-label={t('tickets.acts')}>
      {ticket.status === 'waiting_for_approval' && <ApprovalActs ticket={ticket} />}
      {isHere && <StatusActs ticket={ticket} />}
      {ticket.handOverTo.length > 0 && <HandOverAct ticket={ticket} />}
      <MoreMenu ticket={ticket} />
    </div>
  );
}

function HandOverAct({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  return (
    <>
      <Button {...focusTarget} icon={<ArrowForwardRegular />} onClick={() => setIsAsking(true)}>
        {t('tickets.handOver')}
      </Button>
      {isAsking && <HandOverDialog ticket={ticket} onClose={() => setIsAsking(false)} />}
    </>
  );
}

function PendingAct({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  return (
    <>
      <Button {...focusTarget} icon={<ClockPauseRegular />} onClick={() => setIsAsking(true)}>
        {t(ticket.pending === null ? 'tickets.act.setPending' : 'tickets.act.changePending')}
      </Button>
      {isAsking && <PendingDialog ticket={ticket} onClose={() => setIsAsking(false)} />}
    </>
  );
}

function CorrectAct({ ticket, options }: { ticket: DeskTicket; options: readonly CategoryOption[] }) {
  const { t } = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  return (
    <>
      <Button {...focusTarget} icon={<EditRegular />} onClick={() => setIsAsking(true)}>
        {t('tickets.act.correct')}
      </Button>
      {isAsking && <CorrectDialog ticket={ticket} options={options} onClose={() => setIsAsking(false)} />}
    </>
  );
}

/** Nothing where there are no teams: whoever takes a ticket has it then. */
function AssignAct({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const teams = useTeams();
  const [isAsking, setIsAsking] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  if (!teams.data || teams.data.length === 0) return null;
  return (
    <>
      <Button {...focusTarget} icon={<PeopleTeamRegular />} onClick={() => setIsAsking(true)}>
        {t('tickets.act.assign')}
      </Button>
      {isAsking && <AssignDialog ticket={ticket} teams={teams.data} onClose={() => setIsAsking(false)} />}
    </>
  );
}

/** The acts on a ticket of the built-in desk. */
function StatusActs({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const { id: ownId, fullName } = useStaff();
  const deskAct = useDeskAct(ticket.id);
  const options = useCategoryOptions(ticket.organisationId);
  const [isResolving, setIsResolving] = useState(false);
  const focusTarget = useRestoreFocusTarget();

  const { status, technician, technicianId } = ticket;
  const isFree = isUnassigned(status);
  // of an earlier version: by name alone
  const isOwn = technicianId === null ? technician === fullName : technicianId === ownId;
  const isTakeable = statusAfter('take', status) !== null && !isOwn;
  // An unassigned ticket has to be taken first, which the dialog offers.
  const isResolvable = isFree || statusAfter('resolve', status) !== null;
  const carryOut = (act: 'take' | 'resume' | 'close' | 'reopen') =>
    deskAct.mutate({ act }, { onError: toasts.failure });
  return (
    <>
      {isTakeable && (
        <Button
          appearance={isFree ? 'primary' : 'secondary'}
          icon={<PersonAddRegular />}
          disabledFocusable={deskAct.isPending}
          onClick={() => carryOut('take')}
        >
          {t('tickets.act.take')}
        </Button>
      )}
      {statusAfter('assign', status) && <AssignAct ticket={ticket} />}
      {statusAfter('resume', status) && (
        <Button
          appearance="primary"
          icon={<PlayRegular />}
          disabledFocusable={deskAct.isPending}
          onClick={() => carryOut('resume')}
        >
          {t('tickets.act.resume')}
        </Button>
      )}
      {isResolvable && (
        <Button {...focusTarget} icon={<CheckmarkCircleRegular />} onClick={() => setIsResolving(true)}>
          {t('tickets.act.resolve')}
        </Button>
      )}
      {statusAfter('set-pending', status) && <PendingAct ticket={ticket} />}
      {statusAfter('close', status) && (
        <Button
          icon={<LockClosedRegular />}
          disabledFocusable={deskAct.isPending}
          onClick={() => carryOut('close')}
        >
          {t('tickets.act.close')}
        </Button>
      )}
      {statusAfter('reopen', status) && (
        <Button
          icon={<ArrowUndoRegular />}
          disabledFocusable={deskAct.isPending}
          onClick={() => carryOut('reopen')}
        >
          {t('tickets.act.reopen')}
        </Button>
      )}
      {status !== 'closed' && <CorrectAct ticket={ticket} options={options} />}
      {isResolving && (
        <ResolveDialog ticket={ticket} options={options} onClose={() => setIsResolving(false)} />
      )}
    </>
  );
}
