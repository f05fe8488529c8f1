// The search for people as a hook.
import { useEffect, useMemo, useState } from 'react';
import { useBridge } from '../ui/bridge.ts';
import { createPeopleSearch, type PeopleResult, type PeopleSearch } from './people-search.ts';

/** `found` is the last result until the next one comes; null when there is nothing to show. */
export function usePeopleSearch(): { found: PeopleResult | null; typed: PeopleSearch['typed'] } {
  const { ask } = useBridge();
  const [found, setFound] = useState<PeopleResult | null>(null);
  const search = useMemo(() => createPeopleSearch({ ask: ask['people:search'], onResult: setFound }), [ask]);
  useEffect(() => search.stop, [search]);
  return { found, typed: search.typed };
}
