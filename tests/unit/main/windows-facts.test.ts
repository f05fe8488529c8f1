import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AgentIdentity } from '../../../contract/enrolment.ts';
import { readIdentity } from '../../../main/enrolment/identity.ts';
import { sidIn } from '../../../main/enrolment/windows-user.ts';
import { POLICY_KEY, readDeployment } from '../../../main/settings/deployment.ts';
import { languageOf } from '../../../main/settings/personal.ts';
import { noRegistry, registryValue } from '../../../main/support/registry.ts';
import { rotate } from '../../../main/support/rotate.ts';

describe('registry', () => {
  const output = [
    '',
    String.raw`HKEY_LOCAL_MACHINE\Software\Policies\Guichet\Guichet`,
    '    ServerUrl    REG_SZ    https://help.example.org/a path',
    '',
  ].join('\r\n');

  it('reads the value asked for, spaces included, and no other', () => {
    expect(registryValue(output, 'serverurl')).toBe('https://help.example.org/a path');
    expect(registryValue(output, 'EnrolmentKey')).toBeNull();
    expect(registryValue('', 'ServerUrl')).toBeNull();
  });

  it('reads a number as one', () => {
    expect(registryValue('    Screenshots    REG_DWORD    0x0', 'Screenshots')).toBe(0);
    expect(registryValue('    Facts    REG_DWORD    0x1\r\n', 'facts')).toBe(1);
    expect(registryValue('    Facts    REG_BINARY    01', 'Facts')).toBeNull();
  });
});

describe('deployment', () => {
  const key = 'gk_key_of_contoso_01';
  const policy: Record<string, string> = { ServerUrl: 'https://help.contoso.example/', EnrolmentKey: key };
  const registry = async (at: string, value: string) => (at === POLICY_KEY ? (policy[value] ?? null) : null);

  it('comes from Windows policy, without the slash at its end', async () => {
    expect(await readDeployment({}, registry)).toEqual({
      ok: true,
      value: { serverUrl: 'https://help.contoso.example', enrolmentKey: key },
    });
  });

  it('is not changed by the environment where policy says something, and comes from there where it does not', async () => {
    const env = { GUICHET_SERVER_URL: 'http://127.0.0.1:8080', GUICHET_ENROLMENT_KEY: key };
    expect(await readDeployment(env, registry)).toMatchObject({
      value: { serverUrl: 'https://help.contoso.example' },
    });
    expect(await readDeployment(env, noRegistry)).toMatchObject({
      value: { serverUrl: 'http://127.0.0.1:8080' },
    });
  });

  it('is missing where policy has a number for an address, whatever the environment says', async () => {
    const env = { GUICHET_SERVER_URL: 'http://127.0.0.1:8080', GUICHET_ENROLMENT_KEY: key };
    expect(await readDeployment(env, async () => 1)).toMatchObject({ error: { code: 'not-configured' } });
  });

  it.each([
    {},
    { GUICHET_SERVER_URL: 'https://help.example.org' },
    { GUICHET_SERVER_URL: 'help.example.org', GUICHET_ENROLMENT_KEY: key },
    { GUICHET_SERVER_URL: 'ftp://help.example.org', GUICHET_ENROLMENT_KEY: key },
    { GUICHET_SERVER_URL: 'https://help.example.org', GUICHET_ENROLMENT_KEY: 'short' },
  ])('is missing for %o', async (env) => {
    expect(await readDeployment(env, noRegistry)).toMatchObject({
      ok: false,
      error: { code: 'not-configured' },
    });
  });
});

describe('identity', () => {
  it('finds the SID in what whoami prints, in any code page', () => {
    expect(sidIn('"contoso\\\u{fffd}da","S-1-5-21-1004336348-1177238915-682003330-1001"\r\n')).toBe(
      'S-1-5-21-1004336348-1177238915-682003330-1001',
    );
    expect(sidIn('"contoso\\user","S-1"')).toBeNull();
  });

  it.runIf(process.platform === 'linux')('is the same at every start', async () => {
    const identity = await readIdentity(noRegistry, process.env);
    expect(AgentIdentity.parse(identity)).toEqual(await readIdentity(noRegistry, process.env));
  });
});

describe('language', () => {
  it('is French for every French, and English elsewhere', () => {
    expect(['fr', 'fr-CA', 'fr-FR'].map(languageOf)).toEqual(['fr', 'fr', 'fr']);
    expect(['en-GB', 'de', 'fry', ''].map(languageOf)).toEqual(['en', 'en', 'en', 'en']);
  });
});

describe('log', () => {
  const made = mkdtempSync(join(tmpdir(), 'guichet-log-'));
  afterEach(() => rmSync(made, { recursive: true, force: true }));

  it('keeps its last five files', () => {
    mkdirSync(made, { recursive: true });
    const file = join(made, 'main.log');
    for (let age = 1; age <= 7; age++) {
      writeFileSync(file, `log ${age}`);
      rotate(file);
    }
    writeFileSync(file, 'log 8');
    const logs = readdirSync(made).sort();
    expect(logs).toEqual(['main.1.log', 'main.2.log', 'main.3.log', 'main.4.log', 'main.log']);
    expect(logs.map((name) => readFileSync(join(made, name), 'utf8'))).toEqual([
      'log 7',
      'log 6',
      'log 5',
      'log 4',
      'log 8',
    ]);
  });
});
