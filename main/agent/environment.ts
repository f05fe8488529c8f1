// What the agent is given: the system it runs on, the computer and its user, the desktop around it.
import type { AgentIdentity } from '../../contract/enrolment.ts';
import type { PersonalSettings } from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Result } from '../../contract/result.ts';
import type { TakePictures } from '../capture/captured.ts';
import type { ShowToast } from '../desktop/toast-xml.ts';
import type { Account } from '../device/identity.ts';
import type { CollectFacts } from '../facts/collect-facts.ts';
import type { Fetch } from '../http/server-client.ts';
import type { Tell } from '../ipc/tell.ts';
import type { Deployment } from '../settings/deployment.ts';
import type { LocalPolicy } from '../settings/policy.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Texts } from '../support/texts.ts';

/** Time, chance, network and language. */
export interface System {
  clock: Clock;
  chance: Chance;
  fetch: Fetch;
  log: Log;
  texts: Texts;
  systemLanguage: Language;
  /** of this program */
  version: string;
}

/** The computer and the Windows user, as they are known at start. */
export interface Device {
  identity: AgentIdentity;
  account: Account;
  deployment: Result<Deployment>;
  /** as it is now */
  localPolicy(): LocalPolicy;
}

/** What is asked of the computer when a ticket is written. */
export interface Machine {
  /** Takes pictures without a window of Guichet in them. */
  capture: TakePictures;
  /** The displays, as the fact of that name says them. */
  screens(): string;
  collectFacts: CollectFacts;
  stopFacts(): Promise<void>;
  /** the user's folder of downloads */
  downloads: string;
  showInFolder(path: string): void;
}

/** What shows the agent, or is told of its settings. */
export interface Desktop {
  tell: Tell;
  toast: ShowToast;
  /** `Agent.state()` has changed. */
  onState(): void;
  /** Called at start and after each writing: the settings that the system has to be told of. */
  applySettings(settings: PersonalSettings): void;
  /** Whether the system starts Guichet at sign-in. */
  startsAtSignIn(): boolean;
}
