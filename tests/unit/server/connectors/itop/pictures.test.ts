// Pictures in iTop's public log: which come, and from where.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BackendFile } from '../../../../../server/connectors/backend-file.ts';
import type { BackendComment } from '../../../../../server/connectors/connector.ts';
import { newTicket } from '../../../../connectors/content.ts';
import { valueIn } from '../../../../connectors/deliver.ts';
import { PNG, pictureIn, writes } from '../../../../fakes/itop/files.ts';
import { type ItopHarness, openItop } from '../../../../fakes/itop/harness.ts';

const MOST = 1024 * 1024;

let harness: ItopHarness;
let ref: string;
let cursor: string;
beforeEach(async () => {
  harness = await openItop();
  ref = valueIn(await harness.connector.createTicket(newTicket(harness))).ref;
  ({ cursor } = valueIn(await harness.connector.changesSince(null)));
});
afterEach(() => harness.close());

/** The comments of the tickets that a poll reports. */
async function poll(): Promise<BackendComment[]> {
  const news: BackendComment[] = [];
  for (;;) {
    const changes = valueIn(await harness.connector.changesSince(cursor));
    cursor = changes.cursor;
    news.push(...changes.tickets.flatMap(({ comments }) => comments));
    if (!changes.more) return news;
  }
}

async function fetched(files: readonly BackendFile[] = [], most = MOST) {
  const all = [];
  for (const file of files) all.push(await file.fetch(most));
  return all;
}

describe('a picture in the public log', () => {
  test('comes from the address in the settings, whatever address the entry names', async () => {
    writes(harness.itop, ref, `<p>${pictureIn(harness.itop)}</p>`);
    const [comment] = await poll();
    expect(comment).toMatchObject({ author: 'A technician', body: '', key: null });
    const picture = { bytes: PNG, name: 'capture d’écran.png', mediaType: 'image/png' };
    expect(await fetched(comment?.filesThere)).toEqual([{ kind: 'bytes', ...picture }]);
    expect(harness.itop.pictures).toEqual(['sent']);
  });

  test('keeps its place in a text, and comes once however often it is there', async () => {
    const picture = pictureIn(harness.itop);
    writes(harness.itop, ref, `<p>Click here:</p><p>${picture}</p><p>and again</p><p>${picture}</p>`);
    const [comment] = await poll();
    expect(comment?.body).toMatch(/^Click here:\s+\[image\]\s+and again\s+\[image\]$/);
    expect(comment?.filesThere).toHaveLength(1);
  });

  test('that stands in the entry itself is read from there', async () => {
    writes(harness.itop, ref, `<p><img src="data:image/png;base64,${PNG.toString('base64')}"></p>`);
    const [comment] = await poll();
    expect(await fetched(comment?.filesThere)).toMatchObject([{ kind: 'bytes', bytes: PNG }]);
  });

  test('hides none of the text after it, however large it is', async () => {
    const data = Buffer.alloc(400_000, 1).toString('base64');
    writes(harness.itop, ref, `<p><img src="data:image/png;base64,${data}"></p><p>Click on Save.</p>`);
    const [comment] = await poll();
    expect(comment?.body).toMatch(/^\[image\]\s+Click on Save\.$/);
    expect(await fetched(comment?.filesThere)).toMatchObject([{ kind: 'bytes', mediaType: 'image/png' }]);
  });

  test('of another server is not fetched, and named', async () => {
    const address = `${harness.itop.url}pages/ajax.document.php?operation=download_inlineimage&amp;id=1&amp;s=5ec2e71`;
    pictureIn(harness.itop);
    // without the marks that iTop gives only its own
    writes(
      harness.itop,
      ref,
      `<p><img src="https://other.example/a/logo.png?s=1"><img src="${address}"></p>`,
    );
    const [comment] = await poll();
    expect(comment?.filesThere?.map(({ name }) => name)).toEqual(['logo.png', 'ajax.document.php']);
    expect(await fetched(comment?.filesThere)).toEqual([{ kind: 'elsewhere' }, { kind: 'elsewhere' }]);
    expect(harness.itop.pictures).toEqual([]);
  });

  test('of the private log stays there', async () => {
    writes(harness.itop, ref, `<p>${pictureIn(harness.itop)}</p>`, 'private_log');
    expect(await poll()).toEqual([]);
  });

  test('that is too large, not sent, or no longer there says so', async () => {
    writes(harness.itop, ref, `<p>${pictureIn(harness.itop)}</p>`);
    const [comment] = await poll();
    const only = (most?: number) => fetched(comment?.filesThere, most);
    expect(await only(PNG.length)).toMatchObject([{ kind: 'bytes' }]);
    expect(await only(PNG.length - 1)).toEqual([{ kind: 'too-large' }]);
    harness.itop.sendsNoFiles = true;
    expect(await only()).toEqual([{ kind: 'failed' }]);
    harness.itop.sendsNoFiles = false;
    // a page of HTML with status 200 is no picture
    harness.itop.store.all('InlineImage').forEach(harness.itop.store.remove);
    expect(await only()).toEqual([{ kind: 'failed' }]);
  });
});
