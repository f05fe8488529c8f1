// The result of taking pictures.
import type { CaptureSource } from '../../contract/ipc.ts';
import type { Result } from '../../contract/result.ts';
import type { Bitmap } from './picture-store.ts';

export interface CapturedPicture {
  bitmap: Bitmap;
  /** whether it is sent unless the user takes it out */
  included: boolean;
}

/** An empty list is no error: the user chose nothing. Errors: `capture-failed`, `capture-forbidden`. */
export type Captured = Result<CapturedPicture[]>;

export type TakePictures = (source: CaptureSource, delaySeconds: number) => Promise<Captured>;
