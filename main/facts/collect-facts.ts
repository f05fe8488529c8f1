// What collecting facts about the machine answers, whoever does it.
import type { FactName } from '../../contract/facts.ts';

/** Facts by name, each as it comes; null for one that cannot be had. Nothing is collected before the call. */
export type CollectFacts = () => Partial<Record<FactName, Promise<string | null>>>;
