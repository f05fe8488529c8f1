// Quits the agent and starts it again, without what this start was asked to open.
import type { App } from 'electron';
import { startRequest } from './start-request.ts';

export function startAnew(app: Pick<App, 'relaunch' | 'quit'>, argv: readonly string[]): void {
  app.relaunch({ args: argv.slice(1).filter((argument) => startRequest([argument]).kind === 'plain') });
  app.quit();
}
