import { describe, expect, it } from 'vitest';
import { createDraftFacts } from '../../../../main/facts/draft-facts.ts';
import {
  applicationText,
  freeOf,
  networkText,
  runningFor,
  systemName,
  trimmedFact,
} from '../../../../main/facts/fact-texts.ts';
import { createForegroundWindow } from '../../../../main/facts/foreground-window.ts';
import { createMachineFacts } from '../../../../main/facts/machine-facts.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';

describe('facts have the same format in every language', () => {
  it('memory, time and system', () => {
    expect(freeOf(6.2 * 1024 ** 3, 15.9 * 1024 ** 3)).toBe('6.2 GB / 15.9 GB');
    expect(freeOf(0, 0)).toBeNull();
    expect(runningFor(76 * 3600 + 12 * 60 + 59)).toBe('76 h 12 min');
    const windows = { distro: 'Microsoft Windows 11 Pro', release: '10.0.26100', build: '26100' };
    expect(systemName(windows)).toBe('Windows 11 Pro (10.0.26100)');
    expect(systemName({ distro: 'Debian GNU/Linux', release: '12', build: '' })).toBe('Debian GNU/Linux 12');
  });

  it('the network lists type and address, the default route first, without virtual or unused interfaces', () => {
    const up = { ip6: '', internal: false, virtual: false, default: false, operstate: 'up' };
    expect(
      networkText([
        { ...up, type: 'wired', ip4: '127.0.0.1', internal: true },
        { ...up, type: 'wired', ip4: '192.0.2.17' },
        { ...up, type: 'wireless', ip4: '192.0.2.30', default: true },
        { ...up, type: 'wired', ip4: '198.51.100.1', virtual: true },
        { ...up, type: 'wired', ip4: '198.51.100.2', operstate: 'down' },
        { ...up, type: 'wired', ip4: '' },
      ]),
    ).toBe('Wi-Fi 192.0.2.30, Ethernet 192.0.2.17');
    expect(networkText([])).toBeNull();
  });

  it('the application is program and window title', () => {
    const excel = String.raw`C:\Program Files\Microsoft Office\EXCEL.EXE`;
    expect(applicationText(excel, 'Budget.xlsx - Excel ')).toBe('EXCEL.EXE – Budget.xlsx - Excel');
    expect(applicationText(null, 'Untitled')).toBe('Untitled');
    expect(applicationText(null, '')).toBeNull();
    expect(trimmedFact(`a\n b${'x'.repeat(2000)}`)).toHaveLength(1000);
  });

  it('outside Windows there is no foreground window', async () => {
    expect(await createForegroundWindow('linux')()).toBeNull();
  });

  it('a foreground window that cannot be read does not block the form', async () => {
    const breaks = () => {
      throw new Error('no such window');
    };
    expect(await createForegroundWindow('win32', async () => breaks)()).toBeNull();
    expect(await createForegroundWindow('win32', async () => breaks())()).toBeNull();
  });
});

describe('the facts of a draft', () => {
  const settings = { phone: '12', site: 'Lyon', room: '' };
  const base = {
    identity: { hostname: 'DESK-042', userName: String.raw`CONTOSO\user` },
    version: '0.2.0',
    settings: () => settings,
    screens: () => '1920x1080 @100%',
    areAllowed: () => true,
  };

  it('arrive one by one; one that fails or times out is omitted', async () => {
    const clock = manualClock();
    const shown: string[] = [];
    const facts = createDraftFacts({
      ...base,
      clock,
      onChange: (id) => shown.push(id),
      collectFacts: () => ({
        memory: Promise.resolve('6.2 GB / 15.9 GB'),
        disk: Promise.reject(new Error('no disk')),
        network: new Promise(() => {}),
      }),
    });
    facts.begin('draft', null);
    const names = () => facts.of('draft').facts.map(({ name }) => name);
    expect(names()).toEqual(['host', 'user', 'screens', 'agent', 'phone', 'site']);
    await expect.poll(names).toContain('memory');
    expect(facts.of('draft').factsComplete).toBe(false);
    clock.advance(10_000);
    await expect.poll(() => facts.of('draft').factsComplete).toBe(true);
    expect(names()).not.toContain('disk');
    expect(shown.length).toBeGreaterThan(1);
  });

  it('are collected once for a draft, and not reported for a closed one', async () => {
    let collected = 0;
    const shown: string[] = [];
    const memory = Promise.resolve('much');
    const collectFacts = () => {
      collected++;
      return { memory };
    };
    const facts = createDraftFacts({
      ...base,
      clock: manualClock(),
      onChange: (id) => shown.push(id),
      collectFacts,
    });
    facts.begin('gone', null);
    facts.begin('gone', null);
    expect(collected).toBe(1);
    facts.forget('gone');
    facts.begin('there', null);
    await expect.poll(() => shown).toEqual(['there']);
  });
});

describe('machine facts', () => {
  it('arrive separately, from a thread of their own', async () => {
    const { collect } = createMachineFacts(
      new URL('../../../../main/facts/facts-worker.ts', import.meta.url),
    );
    const { uptime, memory, system } = collect(() => true);
    expect(await uptime).toMatch(/^\d+ h \d+ min$/);
    expect(await memory).toMatch(/^[\d.]+ GB \/ [\d.]+ GB$/);
    expect(await system).toMatch(/\d/);
  });

  it('are not collected for a form that was closed at once', async () => {
    const neverStarted = new URL('file:///no-such-thread.ts');
    const facts = createMachineFacts(neverStarted).collect(() => false);
    expect(await Promise.all(Object.values(facts))).toEqual([null, null, null, null, null]);
  });

  it('are omitted when the thread exits before they arrive', async () => {
    const dies = new URL(`data:text/javascript,${encodeURIComponent('throw new Error("no machine")')}`);
    const facts = createMachineFacts(dies).collect(() => true);
    expect(await Promise.all(Object.values(facts))).toEqual([null, null, null, null, null]);
  });

  it('are no longer collected once the agent stops, even if a program hangs', async () => {
    const waits = new URL(`data:text/javascript,${encodeURIComponent('setInterval(() => {}, 1000)')}`);
    const { collect, stop } = createMachineFacts(waits);
    const facts = collect(() => true);
    const begun = collect(() => {
      void stop();
      return true;
    });
    expect(await Promise.all(Object.values(facts))).toEqual([null, null, null, null, null]);
    expect(await Promise.all(Object.values(begun))).toEqual([null, null, null, null, null]);
  });
});
