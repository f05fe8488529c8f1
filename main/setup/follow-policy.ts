// What a change of policy does to an agent that runs: all of it is in force at once but another help desk, which takes a
// new start.
import { isDeepStrictEqual } from 'node:util';
import type { App, Session } from 'electron';
import type { Agent } from '../agent/agent.ts';
import { startRequest } from '../process/start-request.ts';
import type { PolicyInForce } from '../settings/policy-in-force.ts';
import { applyProxy } from '../settings/proxy.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Windows } from '../windows/windows.ts';

interface Parts {
  policy: PolicyInForce;
  clock: Clock;
  agent: Pick<Agent, 'policyChanged' | 'renew'>;
  app: Pick<App, 'relaunch' | 'quit'>;
  session: { defaultSession: Pick<Session, 'setProxy' | 'closeAllConnections'> };
  windows: { form: Pick<Windows['form'], 'isShown'> };
  /** of this start: a link in it was followed already */
  argv?: readonly string[];
  log: Log;
}

/** To be called once, before the agent starts; resolved when the proxy is in force. */
export async function followPolicy(parts: Parts): Promise<void> {
  const { policy, clock, agent, app, session, windows, argv = process.argv, log } = parts;
  const { deployment, local } = policy.now();
  if (local.proxy) await applyProxy(session.defaultSession, local.proxy);

  policy.watch(clock, (before) => {
    const now = policy.now();
    if (before) {
      log.info('another policy is in force');
      agent.policyChanged();
      if (!isDeepStrictEqual(now.local.proxy, before.local.proxy)) {
        void applyProxy(session.defaultSession, now.local.proxy).then(agent.renew);
      }
    }
    // Not while somebody writes: what the form holds is kept, but the form would be gone.
    if (isDeepStrictEqual(now.deployment, deployment) || windows.form.isShown()) return;
    log.info('another help desk is configured: starting again');
    app.relaunch({ args: argv.slice(1).filter((argument) => startRequest([argument]).kind === 'plain') });
    app.quit();
  });
}
