// A real IMAP server: Debian's Dovecot as an ordinary process, with all its files in a temporary folder.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { MAIL_TEST_PACKAGES, missingDebianPackages } from '../../../scripts/debian.ts';
import { until } from '../server/until.ts';

export interface Dovecot {
  /** Opens a connection. Every user name is valid and has its own mailbox; all have the same password. */
  connect(): Socket;
  password: string;
  close(): Promise<void>;
}

const PROGRAM = '/usr/sbin/dovecot';
const PASSWORD = 'only-for-tests';

/** Returns why Dovecot cannot run on this machine, or null. */
export function dovecotProblem(): string | null {
  if (process.platform !== 'linux') return 'Dovecot runs on Linux only';
  if (existsSync(PROGRAM)) return null;
  return missingDebianPackages(MAIL_TEST_PACKAGES) ?? `There is no ${PROGRAM}`;
}

interface DovecotOptions {
  /** an address that says whose a token is: it takes tokens (XOAUTH2) */
  tokenInfo?: string;
  /** whether it takes passwords beside tokens */
  passwordsToo?: boolean;
}

export async function startDovecot({
  tokenInfo,
  passwordsToo = false,
}: DovecotOptions = {}): Promise<Dovecot> {
  // a short name: the path of a socket has at most 107 characters, TMPDIR included
  const folder = await mkdtemp(path.join(tmpdir(), 'dovecot-'));
  const config = path.join(folder, 'dovecot.conf');
  const socket = path.join(folder, 'imap.sock');
  const mails = path.join(folder, 'mail');
  await chmod(folder, 0o755);
  await mkdir(mails);
  if (tokenInfo !== undefined)
    await writeFile(
      path.join(folder, 'tokens.conf'),
      `tokeninfo_url = ${tokenInfo}?access_token=\nusername_attribute = email\n`,
    );
  await writeFile(config, configOf(folder, signIns(folder, tokenInfo !== undefined, passwordsToo)));
  if (isRoot()) spawnSync('chown', ['dovecot:dovecot', mails]);
  const dovecot = spawn(PROGRAM, ['-F', '-c', config], { stdio: 'ignore' });
  const exited = once(dovecot, 'exit');
  await until(() => dovecot.exitCode !== null || greets(socket), 'Dovecot greets');
  if (dovecot.exitCode !== null) throw new Error(await readFile(path.join(folder, 'log'), 'utf8'));
  return {
    connect: () => connect(socket),
    password: PASSWORD,
    async close() {
      stop(dovecot);
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const PASSWORDS = `passdb {
  driver = static
  mechanisms = plain login
  args = password=${PASSWORD}
}`;

function signIns(folder: string, takesTokens: boolean, passwordsToo: boolean): string {
  if (!takesTokens) return PASSWORDS;
  return `auth_mechanisms = ${passwordsToo ? 'plain login ' : ''}xoauth2
${passwordsToo ? PASSWORDS : ''}
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${folder}/tokens.conf
}`;
}

function stop(dovecot: ChildProcess): void {
  dovecot.kill('SIGTERM');
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** As root, Dovecot switches to its own users. Started by another user it must run as that user, and cannot use chroot. */
function configOf(folder: string, signIn: string): string {
  const user = userInfo().username;
  const group = spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim();
  const [mailUser, mailGroup, loginUser] = isRoot()
    ? ['dovecot', 'dovecot', 'dovenull']
    : [user, group, user];
  const withoutChroot = ['anvil', 'imap-login', 'imap-urlauth-login', 'stats'].map(
    (name) => `service ${name} {\n  chroot =\n}`,
  );
  return `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
# fast: nothing has to survive the test
mail_fsync = never
mail_location = maildir:${folder}/mail/%u
mail_uid = ${mailUser}
mail_gid = ${mailGroup}
first_valid_uid = 1
mail_max_userip_connections = 0
default_internal_user = ${mailUser}
default_internal_group = ${mailGroup}
default_login_user = ${loginUser}
${signIn}
userdb {
  driver = static
  args = home=${folder}/mail/%u
}
service imap-login {
  service_count = 0
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = 0
  }
  unix_listener ${folder}/imap.sock {
    mode = 0666
  }
}
service imap {
  process_min_avail = 2
  service_count = 100
}
${isRoot() ? '' : withoutChroot.join('\n')}
`;
}

async function greets(file: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  const socket = connect(file);
  try {
    const [greeting] = await once(socket, 'data');
    return String(greeting).startsWith('* OK');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
