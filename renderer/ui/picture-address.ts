// The address of a picture of the draft.

/** Returns a relative address, which stays in the window's own origin: guichet://app/picture/<id>. */
export function pictureAddress(id: string): string {
  return `picture/${id}`;
}
