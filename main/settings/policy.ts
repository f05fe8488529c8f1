// The local policy: Windows group policy, or an environment variable in tests and demos.
import type { ProxyConfig } from 'electron';
import { z } from 'zod';
import { Accelerator } from '../../contract/ipc.ts';
import { Language } from '../../contract/primitives.ts';
import type { Log } from '../support/log.ts';
import { DEPLOYMENT_NAMES } from './deployment.ts';
import { type PolicyValues, policyValue } from './policy-values.ts';
import { ProxyBypass, ProxyServer } from './proxy.ts';

/** 0 and 1 in the registry, or JSON's booleans. */
const Flag = z.union([z.boolean(), z.literal([0, 1]).transform((number) => number === 1)]);

/** `pdf, .PNG; txt` names three. */
const FileTypes = z.string().transform((text) =>
  text
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((type) => type.replace(/^\./, ''))
    .filter(Boolean),
);

/** stable: releases for everybody; early: releases before that; off: IT installs every version itself. */
export const UpdateChannel = z.enum(['stable', 'early', 'off']);
export type UpdateChannel = z.infer<typeof UpdateChannel>;

/** Named as in the registry. */
const SCHEMAS = {
  Language,
  Hotkey: Accelerator,
  StartAtSignIn: Flag,
  Screenshots: Flag,
  Facts: Flag,
  FileTypes,
  UpdateChannel,
  Proxy: ProxyServer,
  ProxyBypass,
};
type PolicyName = keyof typeof SCHEMAS;
type Policy = { [N in PolicyName]?: z.output<(typeof SCHEMAS)[N]> };

/** The names of all values read; the same as in the ADMX template and the documentation. */
export const POLICY_NAMES = [...Object.keys(DEPLOYMENT_NAMES), ...Object.keys(SCHEMAS)];

export interface LocalPolicy {
  screenshots: boolean;
  /** facts about the machine */
  facts: boolean;
  /** extensions in lower case without the dot; null admits any */
  fileTypes: string[] | null;
  /** null when IT sets none */
  updateChannel: UpdateChannel | null;
  /** null when IT sets none: the system's proxy applies */
  proxy: ProxyConfig | null;
  /** settings that the user cannot change */
  imposed: { language?: Language; hotkey?: string; startAtSignIn?: boolean };
}

/** An invalid value is ignored and logged. */
export function readLocalPolicy(values: PolicyValues, log: Log): LocalPolicy {
  const names = Object.keys(SCHEMAS) as PolicyName[];
  const found = names.map((name) => {
    const onInvalid = () => log.warn(`the policy ${name} is invalid and was ignored`);
    return [name, policyValue<z.ZodType>(values, name, SCHEMAS[name], onInvalid)] as const;
  });
  return localPolicy(Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Policy);
}

function localPolicy(policy: Policy): LocalPolicy {
  const { Language, Hotkey, StartAtSignIn, Screenshots, Facts, FileTypes, ProxyBypass } = policy;
  return {
    screenshots: Screenshots ?? true,
    facts: Facts ?? true,
    fileTypes: FileTypes ?? null,
    updateChannel: policy.UpdateChannel ?? null,
    proxy: policy.Proxy
      ? { ...policy.Proxy, ...(ProxyBypass !== undefined && { proxyBypassRules: ProxyBypass }) }
      : null,
    imposed: {
      ...(Language !== undefined && { language: Language }),
      ...(Hotkey !== undefined && { hotkey: Hotkey }),
      ...(StartAtSignIn !== undefined && { startAtSignIn: StartAtSignIn }),
    },
  };
}

/**
 * Parses GUICHET_POLICY, such as `{"Screenshots": false, "Language": "fr"}`, for an unpackaged app without a registry.
 */
export function policyFromEnvironment(json: string | undefined, log: Log): PolicyValues {
  if (!json) return [];
  try {
    const entries = Object.entries(z.record(z.string(), z.unknown()).parse(JSON.parse(json)));
    for (const [name] of entries) {
      if (!Object.hasOwn(SCHEMAS, name)) log.warn(`the policy ${name} is unknown and was ignored`);
    }
    return [new Map(entries.map(([name, value]) => [name.toLowerCase(), value]))];
  } catch {
    log.warn('GUICHET_POLICY is not a JSON object and was ignored');
    return [];
  }
}
