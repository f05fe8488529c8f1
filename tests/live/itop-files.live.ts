// Pictures and files of technicians in the iTop at ITOP_URL, whose app_root_url that has to be.
import { expect, test } from 'vitest';
import { newTicket } from '../connectors/content.ts';
import { valueIn } from '../connectors/deliver.ts';
import { PICTURE, PNG } from '../fakes/itop/files.ts';
import { type ItopEnvironment, readItop } from './environment.ts';
import { createItopDesk } from './itop-desk.ts';
import { openItop } from './itop-harness.ts';
import { only, parse } from './itop-read.ts';

const SECRET = 'abcdef0123456789';
const environment = readItop();
if (environment.isConfigured)
  test('a picture in an entry and a file that changes no ticket are read from a real iTop', () =>
    bringFiles(environment.values));

async function bringFiles(values: ItopEnvironment): Promise<void> {
  const harness = await openItop(values);
  const desk = createItopDesk(values);
  let pictureId: string | null = null;
  try {
    const { connector } = harness;
    const { ref } = valueIn(await connector.createTicket(newTicket(harness)));
    const { cursor } = valueIn(await connector.changesSince(null));
    const { name, id } = parse(ref);
    const contentsOf = (file: { bytes: Buffer; mediaType: string; name: string }) => ({
      ...{ data: file.bytes.toString('base64'), mimetype: file.mediaType },
      ...{ filename: file.name, downloads_count: 0 },
    });
    const place = { item_class: name, item_id: id };
    const picture = { ...place, secret: SECRET, contents: contentsOf(PICTURE) };
    pictureId = await desk.create('InlineImage', picture);
    const src = `${values.ITOP_URL.replace(/\/+$/, '')}/pages/ajax.document.php?operation=download_inlineimage&amp;id=${pictureId}&amp;s=${SECRET}`;
    const entry = { add_item: { message: `<p><img src="${src}"></p>`, format: 'html' } };
    await desk.update(name, id, { public_log: entry });
    const { last_update } = (await only(desk, ref)).fields;
    const form = { name: 'formulaire d’accès.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF') };
    const fileId = await desk.create('Attachment', { ...place, contents: contentsOf(form) });
    expect((await only(desk, ref)).fields.last_update).toBe(last_update);

    const changes = valueIn(await connector.changesSince(cursor));
    const comments = changes.tickets.find((ticket) => ticket.ref === ref)?.comments ?? [];
    expect(comments).toMatchObject([{ body: '' }, { ref: `attachment-${fileId}`, body: '' }]);
    const files = comments.flatMap(({ filesThere = [] }) => filesThere);
    expect(await Promise.all(files.map((file) => file.fetch(1_000_000)))).toEqual([
      { kind: 'bytes', bytes: PNG, name: PICTURE.name, mediaType: PICTURE.mediaType },
      { kind: 'bytes', bytes: form.bytes, name: form.name, mediaType: form.mediaType },
    ]);
    // a page of HTML says that it is gone
    await desk.remove('InlineImage', pictureId);
    pictureId = null;
    expect(await files[0]?.fetch(1_000_000)).toEqual({ kind: 'failed' });
  } finally {
    if (pictureId !== null) await desk.remove('InlineImage', pictureId);
    await harness.close();
  }
}
