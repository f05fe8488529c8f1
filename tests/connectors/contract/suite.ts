// The needs of contract tests, and the reasons why tests with unmet needs do not run.
import { ActElsewhere } from '../../../contract/elsewhere.ts';
import type { RequesterAct } from '../../../contract/ticket.ts';
import type { Capabilities } from '../../../server/connectors/connector.ts';
import type { Ability, Harness, Mishap } from '../harness.ts';
import type { Stage } from './stage.ts';

type Capability =
  | Exclude<keyof Capabilities, 'attachments' | 'acts' | 'staff'>
  | `staff ${ActElsewhere}`
  | RequesterAct
  | 'files'
  | 'uploads'
  | 'links';

/** A capability of the backend, or an ability of the harness, that a test needs. */
export type Need = Capability | Ability | 'clock' | 'category' | 'bad credentials' | 'doubles';

export interface Contract {
  capabilities: Capabilities;
  test(title: string, needs: readonly Need[], body: (stage: Stage) => Promise<void>, timeout?: number): void;
}

/** Each failure with its phrase in test names. */
export const MISHAPS: [Mishap, string][] = [
  ['lost', 'whose answer was lost'],
  ['broken', 'whose connection broke at first'],
  ['limited', 'that was rate-limited'],
];

/** Returns a function that returns why a need is not met, or null. */
export function lackingOf(harness: Harness): (need: Need) => string | null {
  const { capabilities } = harness.connector;
  const canAct = (act: RequesterAct) => (capabilities.acts.includes(act) ? null : cannot(act));
  const canFile = (...kinds: Capabilities['attachments'][]) =>
    kinds.includes(capabilities.attachments) ? null : `its attachments are "${capabilities.attachments}"`;
  return (need) => {
    const staff = ActElsewhere.safeParse(need.replace(/^staff /, ''));
    if (need.startsWith('staff ') && staff.success)
      return capabilities.staff[staff.data] ? null : cannot(need);
    switch (need) {
      case 'close':
      case 'reopen':
      case 'approve':
      case 'reject':
        return canAct(need);
      case 'files':
        return canFile('upload', 'link');
      case 'uploads':
        return canFile('upload');
      case 'links':
        return canFile('link');
      case 'comments':
      case 'resolve':
      case 'rating':
      case 'contacts':
      case 'changes':
      case 'catalogue':
      case 'people':
        return capabilities[need] ? null : cannot(need);
      case 'clock':
        return harness.setClock ? null : 'it has no clock but ours';
      case 'category':
        return harness.category ? null : 'it has no category';
      case 'bad credentials':
        return harness.badConnector ? null : 'its harness has no connector with wrong credentials';
      case 'doubles':
        return harness.connector.endDoubles ? null : 'it takes a key only once, or cannot be asked';
      case 'requesters':
        return harness.requesters ? null : 'its harness cannot count people';
      default:
        return harness.cannot?.[need as Ability] ?? null;
    }
  };
}

function cannot(capability: string): string {
  return `the backend declares that it has no "${capability}"`;
}
