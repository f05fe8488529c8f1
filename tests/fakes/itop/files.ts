// What a technician does with files in iTop: pictures in a log entry, and attachments, by a form or by another program.
import type { FakeItop } from './server.ts';
import type { Stored } from './store.ts';

/** A picture of one point. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface File {
  name: string;
  mediaType: string;
  bytes: Buffer;
}

export const PICTURE: File = { name: 'capture d’écran.png', mediaType: 'image/png', bytes: PNG };

function contentsOf({ name, mediaType, bytes }: File): Stored['file'] {
  return { filename: name, mimetype: mediaType, data: bytes.toString('base64') };
}

/** Stores a picture, and returns it as iTop writes it into an entry: with the address at which browsers see this iTop. */
export function pictureIn({ store }: FakeItop, file: File = PICTURE): string {
  const id = store.nextId('InlineImage');
  const secret = `5ec2e7${id}`;
  store.put({ ...store.blank('InlineImage'), id, values: { secret }, file: contentsOf(file) });
  const address = `https://itop.example.org/pages/ajax.document.php?operation=download_inlineimage&amp;id=${id}&amp;s=${secret}`;
  return `<img width="640" src="${address}" data-img-id="${id}" data-img-secret="${secret}">`;
}

/** A technician writes an entry. */
export function writes({ store }: FakeItop, ref: string, html: string, log = 'public_log'): void {
  const ticket = ticketAt(store, ref);
  ticket.logs[log]?.push({ date: store.local(), login: 'A technician', html });
  ticket.values.last_update = store.local();
}

/** Uploads a file to a form: it lies at no ticket until the form is sent. */
export function uploads({ store }: FakeItop, file: File): Stored {
  const contact_id = store.add('Person', { first_name: 'Ada', name: 'Attacher' }).id;
  const values = { item_class: 'UserRequest', item_id: '0', temp_id: '7_uj2k', contact_id };
  return put(store, { values: { ...values, creation_date: store.local() }, file: contentsOf(file) });
}

/** The form is sent. */
export function sendsForm({ store }: FakeItop, ref: string, upload: Stored): void {
  const ticket = ticketAt(store, ref);
  Object.assign(upload.values, { item_class: ticket.class, item_id: ticket.id, temp_id: '' });
  ticket.values.last_update = store.local();
}

/** Another program attaches a file by the REST services, which change nothing of the ticket. */
export function attaches({ store }: FakeItop, ref: string, file: File, id?: string): Stored {
  const ticket = ticketAt(store, ref);
  const contact_id = store.add('Person', { first_name: 'A', name: 'Program' }).id;
  const values = { item_class: ticket.class, item_id: ticket.id, contact_id, creation_date: store.local() };
  return put(store, { values, file: contentsOf(file), ...(id !== undefined && { id }) });
}

function put(store: FakeItop['store'], some: Pick<Stored, 'values' | 'file'> & { id?: string }): Stored {
  const object = { ...store.blank('Attachment'), id: some.id ?? store.nextId('Attachment'), ...some };
  store.put(object);
  return object;
}

function ticketAt(store: FakeItop['store'], ref: string): Stored {
  const [className = '', id = ''] = ref.split('::');
  const ticket = store.byId(className, id);
  if (!ticket) throw new Error(`no ticket ${ref}`);
  return ticket;
}
