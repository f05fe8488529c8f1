// An S3 bucket: plain objects of one part each, so that no multipart upload is needed. The SDK is loaded when a bucket is configured.
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { SECOND } from '../../contract/clock.ts';
import type { BucketConfig } from '../bucket-config.ts';
import type { Chance } from '../chance.ts';
import { problemOfBucket } from './bucket-problems.ts';
import { FilesUnavailable } from './content-store.ts';
import type { PartPlace } from './part-place.ts';

/** Of a request, in milliseconds: a part of 512 kB arrives in it over the slowest line to a bucket. */
const REQUEST_TIMEOUT = 30 * SECOND;
const CONNECTION_TIMEOUT = 5 * SECOND;
/** Objects removed at the same time. */
const AT_ONCE = 8;

/** `problem` is one sentence for the administrator, which names the setting. */
export type OpenedBucket = { ok: true; place: PartPlace } | { ok: false; problem: string };

/** Opens the bucket, and checks that it can be written, read, listed and cleared. */
export async function openBucket(config: BucketConfig, chance: Chance): Promise<OpenedBucket> {
  const place = await createBucketPlace(config, chance);
  try {
    await tryOut(place, chance);
    return { ok: true, place };
  } catch (failure) {
    place.close();
    if (!(failure instanceof FilesUnavailable)) throw failure;
    return { ok: false, problem: problemOfBucket(failure.cause, config) };
  }
}

async function tryOut(place: PartPlace, chance: Chance): Promise<void> {
  const folder = `check-${chance.id()}`;
  const { objectKey } = await place.put(folder, Buffer.from('guichet'));
  if (objectKey !== null) await place.readObject(objectKey);
  await place.removeOthers(folder, []);
}

async function createBucketPlace(config: BucketConfig, chance: Chance): Promise<PartPlace> {
  const { S3Client, PutObjectCommand, GetObjectCommand, DeleteObjectCommand, ListObjectsV2Command } =
    await import('@aws-sdk/client-s3');
  const { bucket: Bucket, prefix } = config;
  const client = new S3Client(clientConfig(config));
  const removeObject = (Key: string) =>
    available(client.send(new DeleteObjectCommand({ Bucket, Key }))).then(() => {});

  /** Yields the keys of the content's objects, page by page. */
  async function* keysOf(contentId: string): AsyncGenerator<string[]> {
    const Prefix = `${prefix}${contentId}/`;
    for (let token: string | undefined; ; ) {
      const page = await available(
        client.send(new ListObjectsV2Command({ Bucket, Prefix, ...(token && { ContinuationToken: token }) })),
      );
      yield (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
      token = page.NextContinuationToken;
      if (token === undefined) return;
    }
  }

  return {
    async put(contentId, bytes) {
      // a key of its own: of two servers that write the same part, one must not overwrite what the other has recorded
      const objectKey = `${prefix}${contentId}/${chance.id()}`;
      await available(client.send(new PutObjectCommand({ Bucket, Key: objectKey, Body: bytes })));
      return { bytes: null, objectKey };
    },
    async readObject(Key) {
      const { Body } = await available(client.send(new GetObjectCommand({ Bucket, Key })));
      if (!Body) throw new FilesUnavailable(new Error(`${Key} has no bytes`));
      return Buffer.from(await available(Body.transformToByteArray()));
    },
    removeObject,
    async removeOthers(contentId, kept) {
      const keeps = new Set(kept);
      for await (const keys of keysOf(contentId)) {
        const others = keys.filter((key) => !keeps.has(key));
        for (let at = 0; at < others.length; at += AT_ONCE) {
          await Promise.all(others.slice(at, at + AT_ONCE).map(removeObject));
        }
      }
    },
    close: () => client.destroy(),
  };
}

function clientConfig(config: BucketConfig): S3ClientConfig {
  const { endpoint, region, credentials, pathStyle } = config;
  return {
    region,
    forcePathStyle: pathStyle,
    ...(endpoint !== null && { endpoint }),
    // without them the SDK asks the machine for its role
    ...(credentials && { credentials }),
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout: REQUEST_TIMEOUT },
    // not every storage that speaks S3 knows these checksums, and each content is verified by its own hash
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

/** Whatever the bucket says: nothing is lost, and it is tried again. */
async function available<T>(act: Promise<T>): Promise<T> {
  try {
    return await act;
  } catch (failure) {
    throw new FilesUnavailable(failure);
  }
}
