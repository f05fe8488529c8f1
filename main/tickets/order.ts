// The order of My tickets.

interface Ordered {
  id: string;
  updatedAt: string;
}

/** The order of the ticket store; instants and ids are compared as text. */
export function lastUpdatedFirst(a: Ordered, b: Ordered): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
