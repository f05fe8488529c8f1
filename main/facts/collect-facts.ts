// The type of a function that collects facts about the machine.
import type { FactName } from '../../contract/facts.ts';

/**
 * Facts by name, each as a promise; null for one that is unavailable, or when `isWanted` returns false before it is
 * collected. Nothing is collected before the call.
 */
export type CollectFacts = (isWanted: () => boolean) => Partial<Record<FactName, Promise<string | null>>>;
