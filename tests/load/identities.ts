// Who the virtual agents are. Ids and secrets are computed from their number: nothing is kept for each.
import { createHash, randomUUID } from 'node:crypto';
import { v7 } from 'uuid';

/** A run of the simulation. */
export interface Run {
  /** random: several runs may use one database, one after the other */
  seed: string;
  /** milliseconds of the epoch */
  beganAt: number;
  /** agents of an organisation: few enough that none of its limits is reached */
  organisationSize: number;
}

export function newRun(organisationSize = 1000): Run {
  return { seed: randomUUID(), beganAt: Date.now(), organisationSize };
}

function bytesOf({ seed }: Run, name: string, index: number): Buffer {
  return createHash('sha256').update(`${seed} ${name} ${index}`).digest();
}

/** An id as the server makes them: of version 7, later ones greater. */
export function idOf(run: Run, name: string, index: number): string {
  const bytes = bytesOf(run, name, index);
  return v7({ msecs: run.beganAt + index, random: bytes.subarray(0, 16), seq: bytes.readUInt32BE(16) });
}

export function secretOf(run: Run, index: number): string {
  return bytesOf(run, 'secret', index).toString('base64url');
}

/** The enrolment key of an organisation. */
export function keyOf(run: Run, organisation: number): string {
  return `gk_${bytesOf(run, 'key', organisation).toString('hex')}`;
}

export const organisationOf = ({ organisationSize }: Run, agent: number): number =>
  Math.floor(agent / organisationSize);

/** What an agent says about itself. */
export function identityOf(agent: number) {
  return {
    machineId: `simulated-${agent}`,
    hostname: `PC-${agent}`,
    os: 'Windows 11',
    sid: `S-1-5-21-1-2-3-${agent}`,
    userName: `EXAMPLE\\user${agent}`,
    upn: null,
  };
}
