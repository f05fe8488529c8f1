// The report of a simulation, for the terminal.

import { SECOND } from '../../contract/clock.ts';
import { HEARTBEAT } from '../../contract/pace.ts';
import { percentileOf } from './latencies.ts';
import type { Options } from './options.ts';
import type { Tallied } from './tally.ts';

/** One part of the simulation. */
export interface Measured {
  name: 'at rest' | 'disturbed';
  seconds: number;
  tallied: Tallied;
  /** at its end */
  openStreams: number;
  /** empty when the servers are not ours */
  servers: readonly { processorSeconds: number; memoryMB: number }[];
  clientSeconds: number;
}

export interface Report {
  options: Options;
  /** event streams that were open before the first part */
  opened: number;
  parts: readonly Measured[];
  /** null: not known of this database */
  databaseBytes: number | null;
}

/** The cores of the small machine that the figures are compared with. */
const CORES = 2;
const MEGABYTE = 1024 * 1024;

export function reportLines(report: Report): string[] {
  return [...aboutAgents(report), ...report.parts.flatMap(aboutPart), ...aboutDatabase(report)];
}

function aboutAgents({ options, opened }: Report): string[] {
  const { agents, enrolling, othersAsStreaming } = options;
  const others = agents - opened;
  const pace = othersAsStreaming ? 'as often as if they had one' : 'as the server tells those without one';
  return [
    '',
    `${agents} agents: ${agents - enrolling} written to the database as confirmed, ${enrolling} enrolled over HTTP.`,
    `${opened} keep an event stream open. ${others === 0 ? 'All do.' : `${others} have none, and call ${pace}.`}`,
    'Calls use kept connections without TLS, as from a reverse proxy on this machine. Clients and servers share it.',
  ];
}

function aboutPart({ name, seconds, tallied, openStreams, servers, clientSeconds }: Measured): string[] {
  const { syncs, tickets, restarts, heartbeats, lostStreams, failures } = tallied;
  const rate = (count: number) => `${(count / seconds).toFixed(1)}/s`;
  const calls = (counts: Tallied['syncs']) => counts.reduce((sum, count) => sum + count, 0);
  const failed = Object.entries(failures).map(([code, count]) => `${code} ${count}`);
  return [
    '',
    `${name === 'at rest' ? 'At rest' : 'With tickets and restarts'}, ${seconds.toFixed(0)} s`,
    `  syncs       ${rate(calls(syncs))}, ${percentiles(syncs)}`,
    ...(calls(tickets) > 0
      ? [`  tickets     ${calls(tickets)} with a picture, ${percentiles(tickets)}`]
      : []),
    ...(restarts > 0 ? [`  restarts    ${restarts}`] : []),
    `  heartbeats  ${rate(heartbeats)}, of ${(openStreams / (HEARTBEAT / SECOND)).toFixed(1)}/s that are due; streams lost: ${lostStreams}`,
    `  failed      ${failed.length === 0 ? 'none' : failed.join(', ')}`,
    ...aboutServers(servers, seconds, name === 'at rest' ? calls(syncs) : 0),
    `  clients     ${percent(clientSeconds / seconds)} of a core`,
  ];
}

function percentiles(counts: Tallied['syncs']): string {
  const shown = [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${percentileOf(counts, share).toFixed(1)}`);
  return `${shown.join(', ')} ms`;
}

function aboutServers(servers: Measured['servers'], seconds: number, syncs: number): string[] {
  if (servers.length === 0) return ['  servers     not measured: they are not started by the simulation'];
  const total = servers.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0);
  const each = servers.map(
    ({ processorSeconds, memoryMB }) =>
      `${percent(processorSeconds / seconds)} of a core, ${memoryMB.toFixed(0)} MB`,
  );
  const perSync =
    syncs === 0 ? '' : `; ${((total * 1e6) / syncs).toFixed(0)} µs for each sync, heartbeats included`;
  return [
    `  servers     ${each.join('; ')}`,
    `  processor   ${percent(total / seconds / CORES)} of ${CORES} cores${perSync}`,
  ];
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function aboutDatabase({ databaseBytes }: Report): string[] {
  if (databaseBytes === null) return [];
  return ['', `Database: ${(databaseBytes / MEGABYTE).toFixed(0)} MB, without the pictures.`];
}
