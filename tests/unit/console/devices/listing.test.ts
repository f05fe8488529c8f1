// The list of devices: its pages, its selection, and the numbers in a confirmation.
import { describe, expect, it } from 'vitest';
import {
  agentsOf,
  changedBy,
  checkedOf,
  countChanged,
  countMatching,
  devicesOf,
  needsDecision,
  toggle,
  totalOf,
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
    copies: [],
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
  return { id: crypto.randomUUID(), organisationId, hostname, os: 'Windows 11', clones: [], agents };
}

const devices = [
  device('ALPHA', [agent('accountant', 'active', 'accountant@contoso.com'), agent('gone', 'retired')]),
  device('BRAVO', [agent('bookkeeper', 'active'), agent('porter', 'waiting')]),
  device('CHARLIE', [agent('stock', 'suspended')], 'fabrikam'),
];

describe('the fetched pages', () => {
  it('list a device once that came to another page meanwhile, as it was fetched last', () => {
    const alpha = device('ALPHA', [agent('accountant', 'waiting')]);
    const pages = [
      { devices: [alpha, device('BRAVO', [agent('bookkeeper', 'active')])], next: 'x' },
      { devices: [{ ...alpha, os: 'Windows 10' }], next: null },
    ];
    expect(devicesOf(pages).map(({ hostname, os }) => [hostname, os])).toEqual([
      ['ALPHA', 'Windows 10'],
      ['BRAVO', 'Windows 11'],
    ]);
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

  it('says how many there are in each state', () => {
    expect(countChanged('suspend', agents)).toEqual({ waiting: 1, active: 2, suspended: 0, retired: 0 });
  });

  it('counts of all that match those in the state that is shown', () => {
    const counts = { waiting: 300, active: 20, suspended: 4, retired: 1 };
    expect(totalOf(countMatching('activate', counts, 'all'))).toBe(304);
    expect(totalOf(countMatching('activate', counts, 'suspended'))).toBe(4);
    expect(totalOf(countMatching('activate', counts, 'active'))).toBe(0);
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
