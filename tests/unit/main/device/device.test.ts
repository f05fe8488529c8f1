import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AgentIdentity } from '../../../../contract/enrolment.ts';
import { readIdentity, windowsIdentity } from '../../../../main/device/identity.ts';
import { noRegistry, registryValues } from '../../../../main/device/registry.ts';
import { sidIn } from '../../../../main/device/windows-user.ts';
import { readDeployment } from '../../../../main/settings/deployment.ts';
import { languageOf } from '../../../../main/settings/personal-settings.ts';
import { rotate } from '../../../../main/support/rotate.ts';

describe('registry', () => {
  const output = [
    '',
    String.raw`HKEY_LOCAL_MACHINE\Software\Policies\Guichet\Guichet`,
    '    ServerUrl    REG_SZ    https://help.example.org/a path',
    '    Screenshots    REG_DWORD    0x0',
    '    Empty    REG_SZ    ',
    '    (Default)    REG_SZ    of the key',
    '    URL Protocol    REG_SZ',
    '    Unread    REG_BINARY    01',
    '',
    String.raw`HKEY_LOCAL_MACHINE\Software\Policies\Guichet\Guichet\Below`,
    '',
  ].join('\r\n');

  it('is parsed from the output of reg.exe: strings with spaces and numbers, no other types', () => {
    expect(Object.fromEntries(registryValues(output))).toEqual({
      serverurl: 'https://help.example.org/a path',
      screenshots: 0,
      empty: '',
      '(default)': 'of the key',
      'url protocol': '',
    });
    expect(registryValues('').size).toBe(0);
  });
});

describe('deployment', () => {
  const key = 'gk_key_of_contoso_01';
  const policy = [
    new Map<string, unknown>([['serverurl', 'https://help.contoso.example/']]),
    new Map<string, unknown>([
      ['serverurl', 'https://user.contoso.example'],
      ['enrolmentkey', key],
    ]),
  ];
  const env = { GUICHET_SERVER_URL: 'http://127.0.0.1:8080', GUICHET_ENROLMENT_KEY: key };

  it('comes from Windows policy, the computer’s first, without a trailing slash', () => {
    expect(readDeployment({}, policy)).toEqual({
      ok: true,
      value: { serverUrl: 'https://help.contoso.example', enrolmentKey: key },
    });
  });

  it('comes from the environment only when policy is not set', () => {
    expect(readDeployment(env, policy)).toMatchObject({
      value: { serverUrl: 'https://help.contoso.example' },
    });
    expect(readDeployment(env, [])).toMatchObject({ value: { serverUrl: 'http://127.0.0.1:8080' } });
  });

  it('is missing when policy has a number as address, whatever the environment says', () => {
    const wrong = [new Map([['serverurl', 1]])];
    expect(readDeployment(env, wrong)).toMatchObject({ error: { code: 'not-configured' } });
  });

  it.each([
    ['http://help.example.org', {}, false],
    ['http://help.example.org', { GUICHET_ALLOW_HTTP: '1' }, true],
    ['http://help.example.org', { GUICHET_ALLOW_HTTP: '0' }, false],
    ['http://localhost.example.org', {}, false],
    ['http://127.0.0.1.example.org', {}, false],
    ['http://[::1]:8080', {}, true],
    ['http://localhost', {}, true],
  ])('the address %s with %j is accepted: %s', (url, more, isAccepted) => {
    const read = readDeployment({ ...env, GUICHET_SERVER_URL: url, ...more }, []);
    expect(read.ok || read.error.code).toBe(isAccepted || 'server-insecure');
  });

  it('policy allows an address without TLS for the whole computer', () => {
    const allowed = [new Map<string, unknown>([['allowhttp', 1]])];
    const insecure = { ...env, GUICHET_SERVER_URL: 'http://help.example.org' };
    expect(readDeployment(insecure, allowed).ok).toBe(true);
    expect(readDeployment(insecure, [new Map<string, unknown>([['allowhttp', 0]])]).ok).toBe(false);
  });

  it.each([
    {},
    { GUICHET_SERVER_URL: 'https://help.example.org' },
    { GUICHET_SERVER_URL: 'help.example.org', GUICHET_ENROLMENT_KEY: key },
    { GUICHET_SERVER_URL: 'ftp://help.example.org', GUICHET_ENROLMENT_KEY: key },
    { GUICHET_SERVER_URL: 'https://help.example.org', GUICHET_ENROLMENT_KEY: 'short' },
  ])('is missing for %o', (incomplete) => {
    expect(readDeployment(incomplete, [])).toMatchObject({ ok: false, error: { code: 'not-configured' } });
  });
});

describe('identity', () => {
  it('finds the SID in the output of whoami, in any code page', () => {
    expect(sidIn('"contoso\\\u{fffd}da","S-1-5-21-1004336348-1177238915-682003330-1001"\r\n')).toBe(
      'S-1-5-21-1004336348-1177238915-682003330-1001',
    );
    expect(sidIn('"contoso\\user","S-1"')).toBeNull();
  });

  const user = {
    sid: 'S-1-5-21-1-2-3-1001',
    samName: String.raw`CONTOSO\user`,
    upn: 'user@contoso.example',
    displayName: 'A requester',
  };

  it('comes from Windows, and provides the default name and address', () => {
    expect(windowsIdentity('0b5f-guid', user, {})).toEqual({
      machineId: '0b5f-guid',
      sid: user.sid,
      userName: user.samName,
      upn: user.upn,
      account: { fullName: 'A requester', email: 'user@contoso.example' },
    });
  });

  it.each([null, 'user@contoso.local', 'user@CORP', ''])(
    'has no address for the principal name %o',
    (upn) => {
      expect(windowsIdentity('guid', { ...user, upn }, {}).account.email).toBeNull();
    },
  );

  it('has fallbacks when only whoami answers, and when there is no MachineGuid', () => {
    const bare = { sid: user.sid, samName: null, upn: null, displayName: null };
    const env = { USERDOMAIN: 'DESK-042', USERNAME: 'user' };
    const { machineId, userName, account } = windowsIdentity(undefined, bare, env);
    expect(machineId).toMatch(/^[0-9a-f]{64}$/);
    expect(windowsIdentity('', user, env).machineId).toBe(machineId);
    expect(userName).toBe(String.raw`DESK-042\user`);
    expect(account).toEqual({ fullName: null, email: null });
  });

  it.runIf(process.platform === 'linux')('is the same at every start', async () => {
    const { identity } = await readIdentity(noRegistry, process.env);
    expect(AgentIdentity.parse(identity)).toEqual(identity);
    expect((await readIdentity(noRegistry, process.env)).identity).toEqual(identity);
  });
});

describe('language', () => {
  it('is French for every French locale, otherwise English', () => {
    expect(['fr', 'fr-CA', 'fr-FR'].map(languageOf)).toEqual(['fr', 'fr', 'fr']);
    expect(['en-GB', 'de', 'fry', ''].map(languageOf)).toEqual(['en', 'en', 'en', 'en']);
  });
});

describe('log', () => {
  const logFolder = mkdtempSync(join(tmpdir(), 'guichet-log-'));
  afterEach(() => rmSync(logFolder, { recursive: true, force: true }));

  it('keeps its last five files', () => {
    mkdirSync(logFolder, { recursive: true });
    const file = join(logFolder, 'main.log');
    for (let age = 1; age <= 7; age++) {
      writeFileSync(file, `log ${age}`);
      rotate(file);
    }
    writeFileSync(file, 'log 8');
    const logs = readdirSync(logFolder).sort();
    expect(logs).toEqual(['main.1.log', 'main.2.log', 'main.3.log', 'main.4.log', 'main.log']);
    expect(logs.map((name) => readFileSync(join(logFolder, name), 'utf8'))).toEqual([
      'log 7',
      'log 6',
      'log 5',
      'log 4',
      'log 8',
    ]);
  });
});
