// How many event streams a machine can have, and how the agents are divided among client processes.
import { readFileSync } from 'node:fs';
import type { Options } from './options.ts';

/** Files of a process that are no streams: its connections for calls, its database, its code. */
const OTHER_FILES = 1000;

/** Files that one process may open here: a socket is one of them. Linux tells (proc(5)). */
export function mostOpenFiles(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const [, hard = 'unlimited'] = /^Max open files +\S+ +(\S+)/m.exec(limits) ?? [];
  return hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
}

/**
 * Event streams to open, or a sentence where they are more than the processes may have. Each takes a socket of a server and
 * one of a client; of servers that run already nothing is known.
 */
export function streamsOf({ agents, servers, streams }: Options, openFiles: number): number | string {
  const most = servers === 0 ? agents : Math.max(0, servers * (openFiles - OTHER_FILES));
  const wanted = Math.floor(agents * (streams ?? 1));
  if (wanted <= most || streams === null) return Math.min(wanted, most);
  return `--streams is ${streams}: a process of this machine may open ${openFiles} files, enough for ${(most / agents).toFixed(2)} here.`;
}

export interface Part {
  first: number;
  count: number;
  streams: number;
  enrolling: number;
}

/** One part for each client process, as few as their sockets allow. Each has as many streams and enrolling agents as another. */
export function divide(
  { agents, streams, enrolling }: { agents: number; streams: number; enrolling: number },
  openFiles: number,
): Part[] {
  const processes = Math.max(1, Math.ceil(streams / Math.max(1, openFiles - OTHER_FILES)));
  const upTo = (total: number, part: number) => Math.floor((total * part) / processes);
  return Array.from({ length: processes }, (_, part) => {
    const of = (total: number) => upTo(total, part + 1) - upTo(total, part);
    return { first: upTo(agents, part), count: of(agents), streams: of(streams), enrolling: of(enrolling) };
  });
}
