// The data store of tus over our store of contents: any server may continue what another began.
import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/utils';
import type { ContentStore } from '../storage/content-store.ts';

export function createTusStore(contents: ContentStore): DataStore {
  return new TusStore(contents);
}

/** tus calls a data store by inheritance. */
class TusStore extends DataStore {
  readonly #contents: ContentStore;

  constructor(contents: ContentStore) {
    super();
    this.#contents = contents;
    this.extensions = ['creation', 'creation-with-upload', 'creation-defer-length'];
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id, size = null, metadata } = upload;
    const sender = id.slice(0, id.lastIndexOf('-'));
    await this.#contents.begin({ id, sender, size, metadata });
    return upload;
  }

  override write(bytes: Readable, id: string, offset: number): Promise<number> {
    return this.#contents.append(id, offset, bytes);
  }

  override async getUpload(id: string): Promise<Upload> {
    const found = await this.#contents.findUpload(id);
    if (!found) throw ERRORS.FILE_NOT_FOUND;
    const { size, offset, metadata } = found;
    return new Upload({
      id,
      offset,
      ...(size !== null && { size }),
      ...(metadata && { metadata: { ...metadata } }),
    });
  }
}
