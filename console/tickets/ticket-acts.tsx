// The acts that a ticket's status allows (statusAfterHere in the contract; in another system, what that takes from here), and the hand-over.
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
import type { MoveElsewhere } from '../../contract/elsewhere.ts';
import { statusAfterHere } from '../../contract/ticket.ts';
import { useStaff } from '../session/session.ts';
import { useTeams } from '../teams/queries.ts';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { ApprovalActs } from './approval-acts.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { CorrectDialog } from './correct-dialog.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { MoreMenu } from './more-menu.tsx';
import { PendingDialog } from './pending-dialog.tsx';
import { useCategoryOptions, useDeskAct } from './queries.ts';
import { ResolveDialog } from './resolve-dialog.tsx';
import { isUnassigned } from './unassigned.ts';

const useStyles = makeStyles({
  // between the buttons, not within one
  root: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, whiteSpace: 'nowrap' },
});

export function TicketActs({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <div className={styles.root} role="toolbar" aria-label={t('tickets.acts')}>
      {ticket.status === 'waiting_for_approval' && <ApprovalActs ticket={ticket} />}
      <StatusActs ticket={ticket} />
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

function CorrectAct({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  return (
    <>
      <Button {...focusTarget} icon={<EditRegular />} onClick={() => setIsAsking(true)}>
        {t('tickets.act.correct')}
      </Button>
      {isAsking && <CorrectDialog ticket={ticket} onClose={() => setIsAsking(false)} />}
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

/** The acts that the status allows: those of the built-in desk, or those that the ticket's backend takes from here. */
function StatusActs({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const { id: ownId, fullName } = useStaff();
  const deskAct = useDeskAct(ticket.id);
  const offered = useCategoryOptions(ticket.organisationId);
  // another system resolves a ticket for the service that it has there
  const options = ticket.elsewhere ? [] : offered;
  const [isResolving, setIsResolving] = useState(false);
  const focusTarget = useRestoreFocusTarget();

  const { status, technician, technicianId } = ticket;
  const isFree = isUnassigned(status);
  // of an earlier version: by name alone
  const isOwn = technicianId === null ? technician === fullName : technicianId === ownId;
  const can = (act: MoveElsewhere) =>
    ticket.elsewhere ? ticket.elsewhere.acts.includes(act) : statusAfterHere(act, status) !== null;
  const isTakeable = can('take') && !isOwn;
  // An unassigned ticket of the built-in desk has to be taken first, which the dialog offers.
  const isResolvable = can('resolve') || (isFree && ticket.elsewhere === null);
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
      {can('assign') && <AssignAct ticket={ticket} />}
      {can('resume') && (
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
      {can('set-pending') && <PendingAct ticket={ticket} />}
      {can('close') && (
        <Button
          icon={<LockClosedRegular />}
          disabledFocusable={deskAct.isPending}
          onClick={() => carryOut('close')}
        >
          {t('tickets.act.close')}
        </Button>
      )}
      {can('reopen') && (
        <Button
          icon={<ArrowUndoRegular />}
          disabledFocusable={deskAct.isPending}
          onClick={() => carryOut('reopen')}
        >
          {t('tickets.act.reopen')}
        </Button>
      )}
      {status !== 'closed' && ticket.elsewhere === null && <CorrectAct ticket={ticket} />}
      {isResolving && (
        <ResolveDialog ticket={ticket} options={options} onClose={() => setIsResolving(false)} />
      )}
    </>
  );
}
