// What IT imposes on this computer: Windows group policy, or what a test or a demo says in its place.
import { z } from 'zod';
import { Accelerator } from '../../contract/ipc.ts';
import { Language } from '../../contract/words.ts';
import type { Log } from '../support/log.ts';
import type { RegistryReader } from '../support/registry.ts';
import { POLICY_KEY } from './deployment.ts';

/** A registry's 0 and 1, or JSON's own. */
const Flag = z.union([z.boolean(), z.literal([0, 1]).transform((number) => number === 1)]);

/** `pdf, .PNG; txt` names three. */
const FileTypes = z.string().transform((text) =>
  text
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((type) => type.replace(/^\./, ''))
    .filter(Boolean),
);

/** Named as in the registry. */
const SCHEMAS = {
  Language,
  Hotkey: Accelerator,
  StartAtSignIn: Flag,
  Screenshots: Flag,
  Facts: Flag,
  FileTypes,
};
type PolicyName = keyof typeof SCHEMAS;
type Policy = { [N in PolicyName]?: z.output<(typeof SCHEMAS)[N]> };

export interface LocalPolicy {
  screenshots: boolean;
  /** facts about the machine */
  facts: boolean;
  /** endings in lower case without the dot; null admits any */
  fileTypes: string[] | null;
  /** settings that the person cannot change */
  imposed: { language?: Language; hotkey?: string; startAtSignIn?: boolean };
}

interface Sources {
  /** null where there is none */
  registry: RegistryReader | null;
  env: NodeJS.ProcessEnv;
  packaged: boolean;
  log: Log;
}

/** A value that is not usable is left out and named in the log. GUICHET_POLICY serves an unpackaged app without a registry. */
export async function readLocalPolicy({ registry, env, packaged, log }: Sources): Promise<LocalPolicy> {
  const names = Object.keys(SCHEMAS) as PolicyName[];
  const written = registry
    ? await Promise.all(names.map(async (name) => [name, await registry(POLICY_KEY, name)] as const))
    : Object.entries(packaged ? {} : fromEnvironment(env.GUICHET_POLICY, log));
  const usable = written.flatMap(([name, value]) => {
    if (value === null) return [];
    const parsed = isPolicyName(name) ? SCHEMAS[name].safeParse(value) : null;
    if (parsed?.success) return [[name, parsed.data] as const];
    log.warn(`the policy ${name} is not usable and was left out`);
    return [];
  });
  return localPolicy(Object.fromEntries(usable));
}

function localPolicy({
  Language,
  Hotkey,
  StartAtSignIn,
  Screenshots,
  Facts,
  FileTypes,
}: Policy): LocalPolicy {
  return {
    screenshots: Screenshots ?? true,
    facts: Facts ?? true,
    fileTypes: FileTypes ?? null,
    imposed: {
      ...(Language !== undefined && { language: Language }),
      ...(Hotkey !== undefined && { hotkey: Hotkey }),
      ...(StartAtSignIn !== undefined && { startAtSignIn: StartAtSignIn }),
    },
  };
}

function isPolicyName(name: string): name is PolicyName {
  return Object.hasOwn(SCHEMAS, name);
}

/** Such as `{"Screenshots": false, "Language": "fr"}`. */
function fromEnvironment(json: string | undefined, log: Log): Record<string, unknown> {
  if (!json) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  } catch {
    log.warn('GUICHET_POLICY is not a JSON object and was left out');
    return {};
  }
}
