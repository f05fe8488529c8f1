// What collecting facts about the machine answers, whoever does it.
import type { FactName } from '../../contract/facts.ts';

/**
 * Facts by name, each as it comes; null for one that cannot be had, or when `isWanted` says in time that nobody waits any
 * more. Nothing is collected before the call.
 */
export type CollectFacts = (isWanted: () => boolean) => Partial<Record<FactName, Promise<string | null>>>;
