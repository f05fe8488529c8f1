// The catalogue of the form: read once the form is shown, and again when it has changed.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { BackendGaps, Catalogue } from '../../contract/catalogue.ts';
import type { RequestOut } from '../../contract/ipc.ts';
import { useBridge } from '../ui/bridge.ts';
import { useOnShow } from '../ui/window-visibility.ts';
import { findLeaf, type Leaf } from './leaves.ts';

type CatalogueRead = { kind: 'unread' } | { kind: 'none' } | { kind: 'read'; catalogue: Catalogue };

/** The category of the draft: none, a leaf, one that is no longer in the catalogue, or unknown until that is read. */
export type CategoryChoice =
  | { kind: 'none' }
  | { kind: 'leaf'; leaf: Leaf }
  | { kind: 'gone' }
  | { kind: 'unread' };

export interface FormCatalogue {
  read: CatalogueRead;
  /** ids of the leaves used last, the latest first */
  recent: string[];
  /** what the backends of new tickets do not accept */
  backendGaps: BackendGaps;
}

function catalogueOf({ catalogue }: RequestOut<'catalogue:read'>): CatalogueRead {
  return catalogue === null || catalogue.families.length === 0
    ? { kind: 'none' }
    : { kind: 'read', catalogue };
}

const UNREAD: FormCatalogue = {
  read: { kind: 'unread' },
  recent: [],
  backendGaps: { files: [], approval: [] },
};

/** @param trigger changes when the recently used categories may have changed */
export function useCatalogue(trigger: string): FormCatalogue {
  const { ask, hear } = useBridge();
  const [shown, setShown] = useState<FormCatalogue>(UNREAD);
  const isCurrent = useRef(false);

  const refresh = useCallback(async () => {
    if (isCurrent.current) return;
    isCurrent.current = true;
    const answer = await ask['catalogue:read']();
    if (answer.ok) {
      const { recent, backendGaps } = answer.value;
      setShown({ read: catalogueOf(answer.value), recent, backendGaps });
    } else isCurrent.current = false;
  }, [ask]);

  useEffect(() => {
    void trigger;
    isCurrent.current = false;
  }, [trigger]);
  useEffect(
    () =>
      hear['catalogue:changed'](() => {
        isCurrent.current = false;
        if (document.visibilityState === 'visible') void refresh();
      }),
    [hear, refresh],
  );
  useOnShow(() => void refresh(), trigger);
  return shown;
}

/** Looks the draft's category up in the catalogue. */
export function useCategoryChoice({ read }: FormCatalogue, categoryId: string | null): CategoryChoice {
  return useMemo(() => {
    if (categoryId === null) return { kind: 'none' };
    if (read.kind === 'unread') return { kind: 'unread' };
    const leaf = read.kind === 'none' ? null : findLeaf(read.catalogue, categoryId);
    return leaf === null ? { kind: 'gone' } : { kind: 'leaf', leaf };
  }, [read, categoryId]);
}
