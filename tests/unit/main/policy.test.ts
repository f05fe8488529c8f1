// What IT imposes on a computer, and who is believed where.
import { describe, expect, it } from 'vitest';
import { POLICY_KEY } from '../../../main/settings/deployment.ts';
import { readLocalPolicy } from '../../../main/settings/policy.ts';
import { keptLog } from '../../fakes/kept-log.ts';

const NOTHING = { screenshots: true, facts: true, fileTypes: null, imposed: {} };

function registryOf(values: Record<string, string | number>) {
  return async (key: string, name: string) => (key === POLICY_KEY ? (values[name] ?? null) : null);
}

async function policyFrom(
  sources: Partial<Parameters<typeof readLocalPolicy>[0]>,
): Promise<[Awaited<ReturnType<typeof readLocalPolicy>>, number]> {
  const log = keptLog();
  const policy = await readLocalPolicy({ registry: null, env: {}, packaged: false, log, ...sources });
  return [policy, log.lines.length];
}

describe('group policy', () => {
  it('is nothing where nothing is written', async () => {
    expect(await policyFrom({ registry: registryOf({}) })).toEqual([NOTHING, 0]);
  });

  it('imposes settings and forbids pictures and facts', async () => {
    const registry = registryOf({
      Language: 'fr',
      Hotkey: 'Ctrl+Alt+H',
      StartAtSignIn: 1,
      Screenshots: 0,
      Facts: 0,
      FileTypes: 'PDF, .png;txt',
    });
    expect(await policyFrom({ registry })).toEqual([
      {
        screenshots: false,
        facts: false,
        fileTypes: ['pdf', 'png', 'txt'],
        imposed: { language: 'fr', hotkey: 'Ctrl+Alt+H', startAtSignIn: true },
      },
      0,
    ]);
  });

  it('leaves out what is not usable, says so in the log, and keeps the rest', async () => {
    const registry = registryOf({ Language: 'de', Hotkey: 'Hyper+?', Screenshots: 0, Facts: 7 });
    expect(await policyFrom({ registry })).toEqual([{ ...NOTHING, screenshots: false }, 3]);
  });

  it('is not changed by the environment', async () => {
    const env = { GUICHET_POLICY: '{"Screenshots": false}' };
    expect(await policyFrom({ registry: registryOf({}), env })).toEqual([NOTHING, 0]);
  });
});

describe('where there is no registry', () => {
  it('the environment says the same in JSON', async () => {
    const env = { GUICHET_POLICY: '{"Screenshots": false, "Language": "fr", "StartAtSignIn": 0}' };
    expect(await policyFrom({ env })).toEqual([
      { ...NOTHING, screenshots: false, imposed: { language: 'fr', startAtSignIn: false } },
      0,
    ]);
  });

  it('a packaged app does not listen to it', async () => {
    const env = { GUICHET_POLICY: '{"Screenshots": false}' };
    expect(await policyFrom({ env, packaged: true })).toEqual([NOTHING, 0]);
  });

  it.each(['no JSON', '[]', '"fr"', '{"Unheard": 1}', '{"Screenshots": "no"}'])(
    'what is wrong is left out and named in the log: %s',
    async (json) => {
      expect(await policyFrom({ env: { GUICHET_POLICY: json } })).toEqual([NOTHING, 1]);
    },
  );
});
