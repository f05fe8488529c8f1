// Group policy: its values, their precedence, and changes while the agent runs.
import { describe, expect, it } from 'vitest';
import { readDeployment } from '../../../../main/settings/deployment.ts';
import {
  type LocalPolicy,
  policyFromEnvironment,
  readLocalPolicy,
} from '../../../../main/settings/policy.ts';
import type { DevicePolicy } from '../../../../main/settings/policy-in-force.ts';
import { openPolicy } from '../../../../main/settings/policy-in-force.ts';
import { type PolicyValues, readPolicyValues } from '../../../../main/settings/policy-values.ts';
import { NO_LOCAL_POLICY } from '../../../fakes/agent-under-test.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

type Written = Record<string, string | number | boolean>;
const place = (values: Written) =>
  new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));

/** The policy, and the number of lines it logs. */
function policyFrom(computer: Written, user: Written = {}): [LocalPolicy, number] {
  const log = recordingLog();
  return [readLocalPolicy([place(computer), place(user)], log), log.lines.length];
}

describe('group policy', () => {
  it('is empty when no value is set, or an empty string', () => {
    expect(policyFrom({ Hotkey: '', FileTypes: '' })).toEqual([NO_LOCAL_POLICY, 0]);
  });

  it('imposes settings and forbids pictures and facts', () => {
    const values = {
      Language: 'fr',
      Hotkey: 'Ctrl+Alt+H',
      StartAtSignIn: 1,
      Screenshots: 0,
      Facts: 0,
      FileTypes: 'PDF, .png;txt',
      UpdateChannel: 'off',
    };
    expect(policyFrom(values)).toEqual([
      {
        screenshots: false,
        facts: false,
        fileTypes: ['pdf', 'png', 'txt'],
        updateChannel: 'off',
        proxy: null,
        imposed: { language: 'fr', hotkey: 'Ctrl+Alt+H', startAtSignIn: true },
      },
      0,
    ]);
  });

  it('ignores and logs invalid values, and uses the others', () => {
    const values = { Language: 'de', Hotkey: 'Hyper+?', Screenshots: 0, Facts: 7, Proxy: 'everywhere' };
    expect(policyFrom(values)).toEqual([{ ...NO_LOCAL_POLICY, screenshots: false }, 4]);
  });

  it('of the computer wins over the user’s, value by value', () => {
    const [{ screenshots, imposed }] = policyFrom(
      { Screenshots: 1, Language: 'fr', Hotkey: 'Hyper+?' },
      { Screenshots: 0, Language: 'en', Hotkey: 'Ctrl+F9', StartAtSignIn: 0 },
    );
    expect(screenshots).toBe(true);
    expect(imposed).toEqual({ language: 'fr', hotkey: 'Ctrl+F9', startAtSignIn: false });
  });

  it('is read under HKLM, then under HKCU', async () => {
    const asked: string[] = [];
    await readPolicyValues(async (key) => {
      asked.push(key);
      return new Map();
    });
    const key = String.raw`Software\Policies\Guichet\Guichet`;
    expect(asked).toEqual([`HKLM\\${key}`, `HKCU\\${key}`]);
  });
});

describe('the proxy', () => {
  it.each([
    ['direct', { mode: 'direct' }],
    ['system', { mode: 'system' }],
    ['https://proxy.example.org/a.pac', { mode: 'pac_script', pacScript: 'https://proxy.example.org/a.pac' }],
    ['proxy.example.org:8080', { mode: 'fixed_servers', proxyRules: 'proxy.example.org:8080' }],
    ['socks5://10.0.0.1:1080', { mode: 'fixed_servers', proxyRules: 'socks5://10.0.0.1:1080' }],
  ])('%s is valid', (value, expected) => {
    expect(policyFrom({ Proxy: value })[0].proxy).toEqual(expected);
  });

  it('has a bypass list', () => {
    expect(policyFrom({ Proxy: 'proxy.example.org:8080', ProxyBypass: '*.example.org' })[0].proxy).toEqual({
      mode: 'fixed_servers',
      proxyRules: 'proxy.example.org:8080',
      proxyBypassRules: '*.example.org',
    });
  });

  it.each(['proxy.example.org', 'file:///proxy.pac', 'a b:8080', 'direct://'])('%s is invalid', (value) => {
    expect(policyFrom({ Proxy: value })).toEqual([NO_LOCAL_POLICY, 1]);
  });
});

describe('where there is no registry', () => {
  const fromEnvironment = (json: string) => {
    const log = recordingLog();
    return [readLocalPolicy(policyFromEnvironment(json, log), log), log.lines.length];
  };

  it('the environment provides the same values as JSON', () => {
    expect(fromEnvironment('{"Screenshots": false, "Language": "fr", "StartAtSignIn": 0}')).toEqual([
      { ...NO_LOCAL_POLICY, screenshots: false, imposed: { language: 'fr', startAtSignIn: false } },
      0,
    ]);
  });

  it.each(['no JSON', '[]', '"fr"', '{"Unheard": 1}', '{"Screenshots": "no"}'])(
    'an invalid value is ignored and logged: %s',
    (json) => {
      expect(fromEnvironment(json)).toEqual([NO_LOCAL_POLICY, 1]);
    },
  );
});

describe('a policy that changes while the agent runs', () => {
  async function running(first: Written) {
    let current: PolicyValues = [place(first)];
    let readings = 0;
    const log = recordingLog();
    const policy = await openPolicy(
      async () => {
        readings++;
        return current;
      },
      (values) => ({ deployment: readDeployment({}, values), local: readLocalPolicy(values, log) }),
    );
    const clock = manualClock();
    const looks: (DevicePolicy | null)[] = [];
    policy.watch(clock, (before) => looks.push(before));
    return {
      policy,
      log,
      looks,
      async minuteLater(values: Written) {
        current = [place(values)];
        const before = readings;
        const looked = looks.length;
        await expect.poll(() => clock.nextDue()).not.toBeNull();
        clock.advance(60_000);
        await expect.poll(() => looks.length).toBe(looked + 1);
        expect(readings).toBe(before + 1);
      },
    };
  }

  it('applies within a minute, and the former one is passed on', async () => {
    const { policy, looks, minuteLater } = await running({ Screenshots: 1 });
    await minuteLater({ Screenshots: 0, Language: 'fr' });
    expect(policy.now().local).toMatchObject({ screenshots: false, imposed: { language: 'fr' } });
    expect(looks[0]?.local.screenshots).toBe(true);
    await minuteLater({});
    expect(policy.now().local).toEqual(NO_LOCAL_POLICY);
  });

  it('without a change notifies nobody, and logs an invalid value only once', async () => {
    const { log, looks, minuteLater } = await running({ Language: 'de' });
    await minuteLater({ Language: 'de' });
    await minuteLater({ Language: 'de' });
    expect(looks).toEqual([null, null]);
    expect(log.lines).toHaveLength(1);
  });
});
