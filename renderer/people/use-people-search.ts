// The search for people, in a component: what was found for what is typed now.
import { useEffect, useMemo, useState } from 'react';
import { useBridge } from '../ui/bridge.ts';
import { createPeopleSearch, type Found, type PeopleSearch } from './people-search.ts';

/** `found` keeps the last answer until the next is there; null when there is nothing to show. */
export function usePeopleSearch(): { found: Found | null; typed: PeopleSearch['typed'] } {
  const { ask } = useBridge();
  const [found, setFound] = useState<Found | null>(null);
  const search = useMemo(() => createPeopleSearch({ ask: ask['people:search'], tell: setFound }), [ask]);
  useEffect(() => search.stop, [search]);
  return { found, typed: search.typed };
}
