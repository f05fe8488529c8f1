// How a part of the agent tells the windows that something changed.
import type { NoticeName } from '../../contract/channels.ts';
import type { Notice } from '../../contract/ipc.ts';

export type Tell = <N extends NoticeName>(name: N, notice: Notice<N>) => void;
