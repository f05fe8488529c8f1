// Sleep, the lock screen, network changes and the end of the session.
import { EventEmitter } from 'node:events';
import type { App, PowerMonitor } from 'electron';
import { describe, expect, it } from 'vitest';
import { watchConnection } from '../../../../main/process/lifecycle.ts';
import { watchPresence } from '../../../../main/process/presence.ts';
import { endWithSession } from '../../../../main/process/session-end.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';

const monitor = () => {
  const events = new EventEmitter();
  return { events, powerMonitor: events as unknown as PowerMonitor };
};

describe('the user', () => {
  it('is away while the screen is locked or the computer sleeps, and each departure is reported', () => {
    const { events, powerMonitor } = monitor();
    const { isAway, onLeave } = watchPresence(powerMonitor);
    const left: string[] = [];
    const stop = onLeave(() => void left.push('left'));
    const seen = ['lock-screen', 'suspend', 'resume', 'unlock-screen', 'suspend', 'unlock-screen'].map(
      (event) => {
        events.emit(event);
        return isAway();
      },
    );
    expect(seen).toEqual([true, true, true, false, true, false]);
    expect(left).toHaveLength(3);
    stop();
    events.emit('lock-screen');
    expect(left).toHaveLength(3);
  });
});

describe('the connection', () => {
  function watching() {
    const { events, powerMonitor } = monitor();
    const clock = manualClock();
    const network = { isOnline: true, addresses: '192.0.2.7' };
    let renewals = 0;
    let losses = 0;
    const net = { isOnline: () => network.isOnline };
    const chance = { fraction: () => 0.5 };
    watchConnection(
      { powerMonitor, net, clock, chance, addresses: () => network.addresses },
      { renew: () => void renewals++, disconnected: () => void losses++ },
    );
    return { events, clock, network, renewals: () => renewals, losses: () => losses };
  }

  it('is renewed after sleep, when the network is back, and when it changes', () => {
    const { events, clock, network, renewals } = watching();
    clock.advance(60_000);
    expect(renewals()).toBe(0);
    events.emit('resume');
    clock.advance(2500);
    expect(renewals()).toBe(1);
    network.isOnline = false;
    clock.advance(5000);
    expect(renewals()).toBe(1);
    network.isOnline = true;
    clock.advance(7500);
    expect(renewals()).toBe(2);
    network.addresses = '10.8.0.2,192.0.2.7';
    clock.advance(60_000);
    expect(renewals()).toBe(3);
  });

  it('is renewed once after sleep, not for every missed interval, and within seconds, drawn', () => {
    const { events, clock, network, renewals } = watching();
    network.addresses = '198.51.100.4';
    clock.sleep(8 * 60 * 60 * 1000);
    events.emit('resume');
    expect(renewals()).toBe(0);
    expect(clock.nextDue()).toBe(2500);
    clock.advance(2500);
    expect(renewals()).toBe(1);
    expect(clock.nextDue()).toBe(2500);
  });

  it('is reported as lost once, when there is no network any more', () => {
    const { clock, network, renewals, losses } = watching();
    network.isOnline = false;
    clock.advance(60_000);
    expect([losses(), renewals()]).toEqual([1, 0]);
  });
});

describe('the end of the session', () => {
  function session() {
    const { events, powerMonitor } = monitor();
    const happened: string[] = [];
    const app = Object.assign(new EventEmitter(), { quit: () => void happened.push('quit') });
    endWithSession(
      { app: app as unknown as App, powerMonitor },
      {
        save: async () => void happened.push('save'),
        end: () => void happened.push('end'),
      },
    );
    const windows = [new EventEmitter(), new EventEmitter()];
    for (const window of windows) app.emit('browser-window-created', {}, window);
    return { happened, windows, events };
  }

  it('on Windows saves at the query and ends once, although every window gets the events', () => {
    const { happened, windows } = session();
    windows[0]?.emit('query-session-end');
    for (const window of windows) window.emit('session-end');
    expect(happened).toEqual(['save', 'end']);
  });

  it('that is cancelled has only saved', () => {
    const { happened, windows } = session();
    windows[0]?.emit('query-session-end');
    expect(happened).toEqual(['save']);
  });

  it('elsewhere waits until the agent has quit', () => {
    const { happened, events } = session();
    events.emit('shutdown', { preventDefault: () => void happened.push('held') });
    expect(happened).toEqual(['held', 'quit']);
  });
});
