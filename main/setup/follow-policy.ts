// Applies policy changes to the running agent: at once, except another server, which takes a restart.
import { isDeepStrictEqual } from 'node:util';
import type { App, Session } from 'electron';
import type { Agent } from '../agent/agent.ts';
import { startAnew } from '../process/start-anew.ts';
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
  /** of this start; its links were already followed */
  argv?: readonly string[];
  log: Log;
}

/** Call it once, before the agent starts. Resolves when the proxy is set. */
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
    // Not while the form is shown: the draft would be saved, but the form would close.
    if (isDeepStrictEqual(now.deployment, deployment) || windows.form.isShown()) return;
    log.info('another help desk is configured: starting again');
    startAnew(app, argv);
  });
}
