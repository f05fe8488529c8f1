// The files of a build that an administrator chose: which is the channel file, and which a release still lacks.
import { DEFAULT_CHANNEL, type Release, ReleaseChannel } from '../../contract/releases.ts';

/** The part of File that is used. */
export interface ChosenFile {
  readonly name: string;
  readonly size: number;
}

const YAML = /\.ya?ml$/i;

/** The channel file: the first YAML file; null if there is none. */
export function channelFileOf<F extends ChosenFile>(files: readonly F[]): F | null {
  return files.find(({ name }) => YAML.test(name)) ?? null;
}

/** The channel of a channel file: `beta` for `beta.yml`; the default channel if the name is not a valid one. */
export function channelOf(name: string): string {
  return ReleaseChannel.safeParse(name.replace(YAML, '')).data ?? DEFAULT_CHANNEL;
}

/** The required files that a release still lacks. */
export function missingFilesOf({ files }: Pick<Release, 'files'>): Release['files'] {
  return files.filter(({ received, optional }) => !received && !optional);
}

/** The chosen files that the release still lacks, in its order, and the names of required files that were not chosen. */
export function filesFor<F extends ChosenFile>(
  { files: expected }: Pick<Release, 'files'>,
  chosen: readonly F[],
): { toSend: F[]; missing: string[] } {
  const open = expected.filter(({ received }) => !received);
  const found = open.map((file) => chosen.find(({ name }) => name === file.name));
  return {
    toSend: found.filter((file) => file !== undefined),
    missing: open.filter(({ optional }, place) => !optional && !found[place]).map(({ name }) => name),
  };
}
