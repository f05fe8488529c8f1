// Finds contacts of Atera by their exact address.
import type { AteraClient } from './client.ts';
import type { Reply } from './reply.ts';
import { Contact } from './shapes.ts';

/** Returns the contact's id, or null. Atera's search returns every address that contains the given one. */
export async function findContact(client: AteraClient, email: string): Promise<Reply<string | null>> {
  const wanted = email.toLowerCase();
  const query = { 'searchOptions.email': wanted };
  const reply = await client.pages({ path: '/contacts', query }, Contact);
  if (!reply.ok) return reply;
  const contact = reply.value
    .flat()
    .find(({ Email, EndUserID }) => EndUserID !== null && Email?.toLowerCase() === wanted);
  return { ...reply, value: contact?.EndUserID ?? null };
}
