// What Windows group policy has value for Guichet: the values of the computer, which win, and those of the user.
import type { z } from 'zod';
import type { RegistryReader } from '../device/registry.ts';

/** Under HKLM and HKCU; the installer and the ADMX template name the same. */
export const POLICY_KEY = String.raw`Software\Policies\Guichet\Guichet`;

/** One map for each place where policy is value, the strongest first; names are in lower case. */
export type PolicyValues = readonly ReadonlyMap<string, unknown>[];

export function readPolicyValues(registry: RegistryReader): Promise<PolicyValues> {
  return Promise.all(['HKLM', 'HKCU'].map((hive) => registry(`${hive}\\${POLICY_KEY}`)));
}

/** Whether anything, usable or not, is value for it. An empty text is nothing: templates write one. */
export function isSet(values: PolicyValues, name: string): boolean {
  return values.some((place) => (place.get(name.toLowerCase()) ?? '') !== '');
}

/** The first usable value; `onInvalid` is called for each that is not. Undefined when there is none. */
export function policyValue<T extends z.ZodType>(
  values: PolicyValues,
  name: string,
  schema: T,
  onInvalid: () => void,
): z.output<T> | undefined {
  for (const place of values) {
    const value = place.get(name.toLowerCase()) ?? '';
    if (value === '') continue;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    onInvalid();
  }
  return undefined;
}
