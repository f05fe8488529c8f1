// The interfaces the agent needs from its surroundings: system, computer and user, and desktop.
import type { AgentIdentity } from '../../contract/enrolment.ts';
import type { PersonalSettings } from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Result } from '../../contract/result.ts';
import type { TakePictures } from '../capture/captured.ts';
import type { ShowToast } from '../desktop/toast-xml.ts';
import type { Account } from '../device/identity.ts';
import type { CollectFacts } from '../facts/collect-facts.ts';
import type { Fetch } from '../http/server-client.ts';
import type { SendNotice } from '../ipc/send-notice.ts';
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

/** The computer and the Windows user, read at start. */
export interface Device {
  identity: AgentIdentity;
  account: Account;
  deployment: Result<Deployment>;
  /** the policy now in force */
  localPolicy(): LocalPolicy;
}

/** What a new ticket and a sign-in need from the computer. */
export interface Machine {
  /** Takes pictures without Guichet's own windows in them. */
  capture: TakePictures;
  /** The value of the fact `screens`. */
  screens(): string;
  collectFacts: CollectFacts;
  stopFacts(): Promise<void>;
  /** the user's Downloads folder */
  downloads: string;
  showInFolder(path: string): void;
  /** Opens an address in the system's browser. Rejects when there is none. */
  openInBrowser(url: string): Promise<void>;
}

/** What displays the agent's state or applies its settings. */
export interface Desktop {
  sendNotice: SendNotice;
  toast: ShowToast;
  /** Called when `Agent.state()` may have changed. */
  onState(): void;
  /** Called at start and after each change of the settings, to apply them to the system. */
  applySettings(settings: PersonalSettings): void;
  /** Quits and starts again, with the form if it was shown. */
  restart(): void;
  leaving: {
    /** From its return on the next start deletes all data of this agent. */
    commit(): void;
    /** Quits and starts anew. */
    restart(): void;
  };
  /** Whether the system starts Guichet at sign-in. */
  startsAtSignIn(): boolean;
}
