// Sends a notice to all windows.
import type { NoticeName } from '../../contract/channels.ts';
import type { Notice } from '../../contract/ipc.ts';

export type SendNotice = <N extends NoticeName>(name: N, notice: Notice<N>) => void;
