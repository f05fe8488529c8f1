// What the agent is asked for on its command line, at its first start or a later one: by the jump list of the task bar.
import type { App } from 'electron';
import type { OpenableScreen } from '../contract/ipc.ts';
import { onSecondStart } from './lifecycle.ts';

export const LAUNCH = { capture: '--new-ticket', tickets: '--my-tickets' } as const;

/** Null when nothing is asked for; what is not exactly one of `LAUNCH` is passed over. */
export function askedScreen(argv: readonly string[]): OpenableScreen | null {
  if (argv.includes(LAUNCH.capture)) return 'capture';
  return argv.includes(LAUNCH.tickets) ? 'tickets' : null;
}

/** The first start shows nothing by itself; whoever starts the agent once more wants to see it. */
export function openAsked(
  app: Pick<App, 'on'>,
  argv: readonly string[],
  open: (screen: OpenableScreen) => void,
): void {
  const asked = askedScreen(argv);
  if (asked) open(asked);
  onSecondStart(app, (later) => open(askedScreen(later) ?? 'tickets'));
}
