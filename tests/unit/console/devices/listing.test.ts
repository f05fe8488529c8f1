// The list of devices: its order, its filters, and its selection.
import { describe, expect, it } from 'vitest';
import {
  agentsOf,
  changedBy,
  checkedOf,
  type DeviceFilter,
  listDevices,
  needsDecision,
  toggle,
} from '../../../../console/devices/listing.ts';
import type { AgentRow, DeviceRow } from '../../../../contract/console.ts';
import type { AgentState } from '../../../../contract/primitives.ts';

const AT = '2025-11-22T08:00:00.000Z';

function agent(userName: string, state: AgentState, email: string | null = null): AgentRow {
  return {
    id: crypto.randomUUID(),
    userName,
    claims: [],
    revision: 'as shown',
    departure: null,
    replaces: false,
    state,
    email,
    fullName: email && 'Amélie Durand',
    agentVersion: '0.1.0',
    enrolledAt: AT,
    lastSeenAt: AT,
    online: false,
  };
}

function device(hostname: string, agents: AgentRow[], organisationId = 'contoso'): DeviceRow {
  return { id: crypto.randomUUID(), organisationId, hostname, os: 'Windows 11', agents };
}

const everything: DeviceFilter = { organisationId: null, search: '', state: 'all' };
const hostnames = (devices: DeviceRow[]) => devices.map(({ hostname }) => hostname);
const userNames = (devices: DeviceRow[]) => agentsOf(devices).map(({ userName }) => userName);

const devices = [
  device('ALPHA', [agent('accountant', 'active', 'accountant@contoso.com'), agent('gone', 'retired')]),
  device('BRAVO', [agent('bookkeeper', 'active'), agent('porter', 'waiting')]),
  device('CHARLIE', [agent('stock', 'suspended')], 'fabrikam'),
];

describe('the list of devices', () => {
  it('lists waiting devices and users first', () => {
    const listed = listDevices(devices, everything);
    expect(hostnames(listed)).toEqual(['BRAVO', 'ALPHA', 'CHARLIE']);
    expect(userNames(listed)).toEqual(['porter', 'bookkeeper', 'accountant', 'gone', 'stock']);
  });

  it('shows nobody of another organisation', () => {
    expect(hostnames(listDevices(devices, { ...everything, organisationId: 'fabrikam' }))).toEqual([
      'CHARLIE',
    ]);
  });

  it('shows the device of a matching user, without its other users', () => {
    const listed = listDevices(devices, { ...everything, search: ' DURAND ' });
    expect(hostnames(listed)).toEqual(['ALPHA']);
    expect(userNames(listed)).toEqual(['accountant']);
  });

  it('shows every user of a device whose host name matches', () => {
    expect(userNames(listDevices(devices, { ...everything, search: 'bravo' }))).toEqual([
      'porter',
      'bookkeeper',
    ]);
  });

  it('leaves out devices without a user in the filtered state', () => {
    expect(userNames(listDevices(devices, { ...everything, state: 'waiting' }))).toEqual(['porter']);
  });
});

describe('the selection of agents', () => {
  const [first, second] = [agent('a', 'waiting'), agent('b', 'active')];

  it('shows a partial selection as mixed, and a click completes it', () => {
    const some = new Set([first.id]);
    expect(checkedOf([first, second], some)).toBe('mixed');
    expect(checkedOf([first, second], toggle(some, [first, second]))).toBe(true);
  });

  it('is cleared by a click on a full box, which leaves other rows selected', () => {
    const all = new Set([first.id, second.id, 'other']);
    expect([...toggle(all, [first, second])]).toEqual(['other']);
  });
});

describe('the number in a confirmation', () => {
  const agents = agentsOf(devices);

  it('counts only the agents that the act would change', () => {
    expect(changedBy('activate', agents)).toHaveLength(2);
    expect(changedBy('suspend', agents)).toHaveLength(3);
    expect(changedBy('retire', agents)).toHaveLength(4);
    expect(changedBy('accept-name', agents)).toEqual([]);
  });

  it('accepts names only of active agents that report another', () => {
    const claims = [{ what: 'hostname' as const, from: 'ALPHA', to: 'OMEGA' }];
    const renamed = { ...agent('renamed', 'active'), claims };
    expect(changedBy('accept-name', [renamed, { ...agent('new', 'waiting'), claims }])).toEqual([renamed]);
    expect(needsDecision(renamed)).toBe(false);
  });

  it('needs a decision about another identity and about the place of another agent', () => {
    const claims = [{ what: 'userName' as const, from: 'accountant', to: 'director' }];
    expect(needsDecision({ ...agent('accountant', 'waiting'), claims })).toBe(true);
    expect(needsDecision({ ...agent('accountant', 'waiting'), replaces: true })).toBe(true);
    expect(needsDecision(agent('accountant', 'waiting'))).toBe(false);
  });
});
