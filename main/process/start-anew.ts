// Quits the agent and starts it again, without what this start was asked to open, and with what the next one is.
import type { App } from 'electron';
import { startRequest } from './start-request.ts';

export function startAnew(
  app: Pick<App, 'relaunch' | 'quit'>,
  argv: readonly string[],
  next: readonly string[] = [],
): void {
  const own = argv.slice(1).filter((argument) => startRequest([argument]).kind === 'plain');
  app.relaunch({ args: [...own, ...next] });
  app.quit();
}
