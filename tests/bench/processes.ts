// Reads memory and processor time of a process and all its children from the kernel (proc(5)).
import { readdirSync, readFileSync } from 'node:fs';

/** A tick is 1/100 s on every Linux that Electron supports. */
const TICKS_PER_SECOND = 100;

interface Process {
  pid: number;
  parent: number;
  /** processor time used so far, in ticks */
  ticks: number;
}

/** Returns null for a process that has ended. */
function readProcess(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may contain anything. The first field after it is the third, the state.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return null;
  }
}

function treeOf(root: number): Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const inTree = new Set([root]);
  for (let grown = true; grown; ) {
    const size = inTree.size;
    for (const { pid, parent } of all) if (inTree.has(parent)) inTree.add(pid);
    grown = inTree.size > size;
  }
  return all.filter(({ pid }) => inTree.has(pid));
}

/** Returns the proportional set size of the whole tree, in megabytes of 1,048,576 bytes. */
export function memoryOf(root: number): number {
  const kilobytes = treeOf(root).map(({ pid }) => {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kilobytes.reduce((sum, size) => sum + size, 0) / 1024;
}

/** Returns the resident memory of one process, in megabytes of 1,048,576 bytes. */
export function residentOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes ?? Number.NaN) / 1024;
}

/** Returns the processor time that the tree has used so far, in seconds. */
export function processorSecondsOf(root: number): number {
  return treeOf(root).reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
}
