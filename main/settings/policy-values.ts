// The values of Windows group policy for Guichet: the computer's, which win, and the user's.
import type { z } from 'zod';
import { checked } from '../../contract/checked.ts';
import type { RegistryReader } from '../device/registry.ts';

/** Under HKLM and HKCU; the same as in the installer and the ADMX template. */
export const POLICY_KEY = String.raw`Software\Policies\Guichet\Guichet`;

/** One map per hive, the computer's first; names are in lower case. */
export type PolicyValues = readonly ReadonlyMap<string, unknown>[];

export function readPolicyValues(registry: RegistryReader): Promise<PolicyValues> {
  return Promise.all(['HKLM', 'HKCU'].map((hive) => registry(`${hive}\\${POLICY_KEY}`)));
}

/** Whether a value is set, valid or not. Empty text does not count: templates write it. */
export function isSet(values: PolicyValues, name: string): boolean {
  return values.some((place) => (place.get(name.toLowerCase()) ?? '') !== '');
}

/** The first valid value, or undefined. Calls `onInvalid` for each invalid one before it. */
export function policyValue<T extends z.ZodType>(
  values: PolicyValues,
  name: string,
  schema: T,
  onInvalid: () => void,
): z.output<T> | undefined {
  for (const place of values) {
    const value = place.get(name.toLowerCase()) ?? '';
    if (value === '') continue;
    const parsed = checked(schema, value);
    if (parsed.success) return parsed.data;
    onInvalid();
  }
  return undefined;
}
