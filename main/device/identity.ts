// The identity of this agent: the device, and the Windows user it runs for.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { AgentIdentity } from '../../contract/enrolment.ts';
import { Email } from '../../contract/primitives.ts';
import type { RegistryReader } from './registry.ts';
import { readWindowsUser, type WindowsUser } from './windows-user.ts';

const CRYPTOGRAPHY_KEY = String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`;

/** The user's details as the system knows them; null for what it does not provide. */
export interface Account {
  fullName: string | null;
  email: string | null;
}
const UNKNOWN: Account = { fullName: null, email: null };

/** Throws when the system does not provide the user's identifier. */
export async function readIdentity(
  registry: RegistryReader,
  env: NodeJS.ProcessEnv,
): Promise<{ identity: AgentIdentity; account: Account }> {
  // Only on Windows is the version a name, such as Windows 11 Enterprise, and the release one that users know.
  const system = process.platform === 'win32' ? `${os.version()} ${os.release()}` : os.type();
  const common = { hostname: os.hostname(), os: system.slice(0, 255) };
  const { account, ...own } =
    process.platform === 'win32' ? await onWindows(registry, env) : await elsewhere();
  return { identity: AgentIdentity.parse({ ...common, ...own }), account };
}

async function onWindows(registry: RegistryReader, env: NodeJS.ProcessEnv) {
  const [values, user] = await Promise.all([
    registry(CRYPTOGRAPHY_KEY),
    readWindowsUser(env.SystemRoot ?? String.raw`C:\Windows`),
  ]);
  return windowsIdentity(values.get('machineguid'), user, env);
}

/** Without a MachineGuid the host name identifies the computer, the same for all its users. */
export function windowsIdentity(machineGuid: unknown, user: WindowsUser, env: NodeJS.ProcessEnv) {
  const { sid, samName, upn, displayName } = user;
  const guid = typeof machineGuid === 'string' ? machineGuid : '';
  return {
    machineId: guid || hashed(os.hostname()),
    sid,
    userName: samName ?? `${env.USERDOMAIN ?? os.hostname()}\\${env.USERNAME ?? os.userInfo().username}`,
    upn,
    account: { fullName: displayName, email: addressIn(upn) },
  };
}

/** The UPN is usually the address. A domain known only inside the network gets no mail. */
function addressIn(upn: string | null): string | null {
  const found = Email.safeParse(upn);
  return found.success && !/\.(?:local|lan|internal|intranet|corp|home)$/i.test(found.data)
    ? found.data
    : null;
}

/** Linux, for tests and the demo. machine-id(5) requires that the id stays confidential: it is hashed. */
async function elsewhere() {
  const { uid, username } = os.userInfo();
  const text = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  const machineId = hashed(text.trim() || os.hostname());
  return { machineId, sid: `uid-${uid}`, userName: username, upn: null, account: UNKNOWN };
}

function hashed(id: string): string {
  return createHash('sha256').update(`guichet\0${id}`).digest('hex');
}
