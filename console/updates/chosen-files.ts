// The files of one build as an administrator chose them: which is the channel file, and which a release still lacks.
import { DEFAULT_CHANNEL, type Release, UpdateChannel } from '../../contract/releases.ts';

/** What is used of a File. */
export interface ChosenFile {
  readonly name: string;
  readonly size: number;
}

const YAML = /\.ya?ml$/i;

/** The first YAML among them; null where there is none. */
export function channelFileOf<F extends ChosenFile>(files: readonly F[]): F | null {
  return files.find(({ name }) => YAML.test(name)) ?? null;
}

/** `beta.yml` is of the channel `beta`; a name that is no channel counts as that of everybody. */
export function channelOf(name: string): string {
  return UpdateChannel.safeParse(name.replace(YAML, '')).data ?? DEFAULT_CHANNEL;
}

/** Those of the chosen files that the release wants and has not, in its order; and the names that are missing still. */
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
