// Acts of technicians in a real iTop.
import type { TicketStatus } from '../../contract/primitives.ts';
import { escapeHtml } from '../../server/mail/html.ts';
import type { Harness } from '../connectors/harness.ts';
import type { ItopDesk } from './itop-desk.ts';
import { only, parse, Text } from './itop-read.ts';

export interface Technician {
  teamId: string;
  personId: string;
}

export async function someTechnicians(desk: ItopDesk): Promise<Technician[]> {
  const links = await desk.find('SELECT lnkPersonToTeam', 'team_id,person_id');
  return links.map(({ fields }) => ({
    teamId: Text.parse(fields.team_id),
    personId: Text.parse(fields.person_id),
  }));
}

function assignmentTo(technician: Technician | null): Record<string, unknown> {
  return { team_id: technician?.teamId ?? '', agent_id: technician?.personId ?? '' };
}

/** What the first of these technicians does, in the name of the connector's account. */
export function actsOf(
  desk: ItopDesk,
  technicians: readonly Technician[],
): Required<Pick<Harness, 'replies' | 'moves' | 'reassigns' | 'deletes'>> {
  const [technician = null, colleague = technician] = technicians;
  return {
    async replies(ref, _author, body) {
      const { name, id } = parse(ref);
      const item = { message: htmlOf(body), format: 'html' };
      await desk.update(name, id, { public_log: { add_item: item } });
    },
    async moves(ref, status, { solution = 'Solved.' } = {}) {
      const { name, id } = parse(ref);
      const serviceId = await serviceOf(desk, ref);
      const [stimulus, fields] = stimulusTo(status, { technician, solution, serviceId });
      await desk.stimulate(name, id, stimulus, fields);
    },
    async reassigns(ref, note) {
      const { name, id } = parse(ref);
      const item = { message: htmlOf(note), format: 'html' };
      const fields = { ...assignmentTo(colleague), private_log: { add_item: item } };
      await desk.stimulate(name, id, 'ev_reassign', fields);
    },
    async deletes(ref) {
      const { name, id } = parse(ref);
      await desk.remove(name, id);
    },
  };
}

async function serviceOf(desk: ItopDesk, ref: string): Promise<string | null> {
  const { fields } = await only(desk, ref);
  if (Number(fields.service_id ?? 0) > 0) return Text.parse(fields.service_id);
  const [service] = await desk.find("SELECT Service WHERE status = 'production'", 'id');
  return service?.id ?? null;
}

function stimulusTo(
  status: TicketStatus,
  {
    technician,
    solution,
    serviceId,
  }: { technician: Technician | null; solution: string; serviceId: string | null },
): [string, Record<string, unknown>] {
  switch (status) {
    case 'assigned':
      return ['ev_assign', assignmentTo(technician)];
    case 'pending':
      return ['ev_pending', { pending_reason: 'Waiting for a part.' }];
    case 'resolved':
      return [
        'ev_resolve',
        { service_id: serviceId, resolution_code: 'assistance', solution: htmlOf(solution) },
      ];
    case 'closed':
      return ['ev_close', {}];
    case 'waiting_for_approval':
      return ['ev_wait_for_approval', { approver_id: technician?.personId ?? '' }];
    case 'approved':
      return ['ev_approve', {}];
    case 'rejected':
      return ['ev_reject', {}];
    case 'new':
      return ['ev_reopen', {}];
  }
}

function htmlOf(text: string): string {
  return `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
}
