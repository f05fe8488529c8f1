// Which element of the list shows which ticket: a new ticket gets the element of one that is gone.

/**
 * Returns a slot for each of the tickets with these `ids`. A ticket that was there `before` keeps its slot. The others get free
 * ones, so that their rows are rewritten instead of built anew, which takes less work. The slot of `focused` goes to no other
 * ticket: the focus must not move to it unnoticed.
 */
export function slotsOf(
  before: ReadonlyMap<string, number>,
  ids: readonly string[],
  focused: string | null,
): ReadonlyMap<string, number> {
  const kept = ids.flatMap((id) => before.get(id) ?? []);
  const ofFocused = focused === null ? undefined : before.get(focused);
  const taken = new Set(ofFocused === undefined ? kept : [...kept, ofFocused]);
  let next = 0;
  function takeFree(): number {
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  }
  return new Map(ids.map((id) => [id, before.get(id) ?? takeFree()]));
}
