// What taking pictures answers, whichever way they were asked for.
import type { CaptureSource } from '../../contract/ipc.ts';
import type { Result } from '../../contract/result.ts';
import type { Bitmap } from './picture-store.ts';

export interface CapturedPicture {
  bitmap: Bitmap;
  /** whether it goes with the ticket unless the person takes it out */
  included: boolean;
}

/** No picture at all, and no error: the person chose none. Errors: `capture-failed`, `capture-forbidden`. */
export type Captured = Result<CapturedPicture[]>;

export type TakePictures = (source: CaptureSource, delaySeconds: number) => Promise<Captured>;
