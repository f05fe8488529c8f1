// Who and where this agent is: the device, and the Windows user it runs for.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { AgentIdentity } from '../../contract/enrolment.ts';
import type { RegistryReader } from '../support/registry.ts';
import { readWindowsUser } from './windows-user.ts';

const CRYPTOGRAPHY_KEY = String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`;

/** Throws when the system does not tell the machine's or the user's identifier. */
export async function readIdentity(registry: RegistryReader, env: NodeJS.ProcessEnv): Promise<AgentIdentity> {
  // Only on Windows is the version a name, such as Windows 11 Enterprise, and the release one that users know.
  const system = process.platform === 'win32' ? `${os.version()} ${os.release()}` : os.type();
  const common = { hostname: os.hostname(), os: system.slice(0, 255) };
  const own = process.platform === 'win32' ? await onWindows(registry, env) : await elsewhere();
  return AgentIdentity.parse({ ...common, ...own });
}

async function onWindows(registry: RegistryReader, env: NodeJS.ProcessEnv) {
  const [machineId, user] = await Promise.all([
    registry(CRYPTOGRAPHY_KEY, 'MachineGuid'),
    readWindowsUser(env.SystemRoot ?? String.raw`C:\Windows`),
  ]);
  const samName = user.samName ?? `${env.USERDOMAIN ?? os.hostname()}\\${os.userInfo().username}`;
  return { machineId, sid: user.sid, userName: samName, upn: user.upn };
}

/** Linux, for tests and the demo. machine-id(5) asks that the id itself is not shown outside: it is hashed. */
async function elsewhere() {
  const { uid, username } = os.userInfo();
  const written = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  const machineId = createHash('sha256')
    .update(`guichet\0${written.trim() || os.hostname()}`)
    .digest('hex');
  return { machineId, sid: `uid-${uid}`, userName: username, upn: null };
}
