// Where a window reads a picture of the draft.

/** Relative, so that it stays in the window's own origin: guichet://app/picture/<id>. */
export function pictureAddress(id: string): string {
  return `picture/${id}`;
}
