// The lifecycle of a ticket in iTop 3.2: transitions by stimulus, and the mandatory fields of each state.

type Transitions = Record<string, Record<string, string>>;

const INCIDENT: Transitions = {
  new: { ev_assign: 'assigned', ev_timeout: 'escalated_tto', ev_autoresolve: 'resolved' },
  escalated_tto: { ev_assign: 'assigned' },
  assigned: {
    ev_pending: 'pending',
    ev_resolve: 'resolved',
    ev_reassign: 'assigned',
    ev_timeout: 'escalated_ttr',
    ev_autoresolve: 'resolved',
  },
  escalated_ttr: {
    ev_pending: 'pending',
    ev_resolve: 'resolved',
    ev_reassign: 'assigned',
    ev_autoresolve: 'resolved',
  },
  pending: { ev_assign: 'assigned', ev_autoresolve: 'resolved' },
  resolved: { ev_close: 'closed', ev_reopen: 'assigned', ev_autoresolve: 'resolved' },
  closed: {},
};

const USER_REQUEST: Transitions = {
  ...INCIDENT,
  new: { ...INCIDENT.new, ev_wait_for_approval: 'waiting_for_approval' },
  waiting_for_approval: { ev_approve: 'approved', ev_reject: 'rejected' },
  approved: { ev_assign: 'assigned', ev_timeout: 'escalated_tto', ev_autoresolve: 'resolved' },
  rejected: { ev_reopen: 'new' },
};

const MANDATORY: Record<string, readonly string[]> = {
  assigned: ['request_type', 'team_id', 'agent_id'],
  pending: ['pending_reason'],
  resolved: ['service_id', 'resolution_code', 'solution'],
};

export function stateAfter(className: string, state: string, stimulus: string): string | null {
  return (className === 'Incident' ? INCIDENT : USER_REQUEST)[state]?.[stimulus] ?? null;
}

/** An Incident has no request type. */
export function mandatoryFieldsOf(className: string, state: string): readonly string[] {
  const codes = MANDATORY[state] ?? [];
  return className === 'Incident' ? codes.filter((code) => code !== 'request_type') : codes;
}
