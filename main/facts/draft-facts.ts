// The facts of each draft: collected when its form first opens, shown as they arrive, and sent exactly as shown.
import type { AgentIdentity } from '../../contract/enrolment.ts';
import { FACT_NAMES, type FactName } from '../../contract/facts.ts';
import type { PersonalSettings } from '../../contract/ipc.ts';
import type { SentFact } from '../../contract/sync.ts';
import type { Clock } from '../support/clock.ts';
import { nextTurn } from '../support/turn.ts';
import type { CollectFacts } from './collect-facts.ts';
import { trimmedFact } from './fact-texts.ts';

/** Timeout: a slower fact is left out. */
const FACT_MS = 10_000;

export interface DraftFacts {
  /** Starts collecting for this draft, once. `application` is that of the foreground window. */
  begin(draftId: string, application: string | null): void;
  /** The facts last shown. */
  of(draftId: string): { facts: SentFact[]; factsComplete: boolean };
  forget(draftId: string): void;
}

interface Parts {
  identity: Pick<AgentIdentity, 'hostname' | 'userName'>;
  version: string;
  settings(): Pick<PersonalSettings, 'phone' | 'site' | 'room'>;
  screens(): string;
  collectFacts: CollectFacts;
  /** whether policy allows facts */
  areAllowed(): boolean;
  clock: Clock;
  /** Called when the draft's facts have changed. */
  onChange(draftId: string): void;
}

type Values = Partial<Record<FactName, string>>;
interface Sheet {
  values: Values;
  facts: SentFact[];
  missing: number;
  factsComplete: boolean;
}

/** Where policy forbids facts, none are collected. */
export function createDraftFacts(parts: Parts): DraftFacts {
  const { collectFacts, areAllowed, clock, onChange } = parts;
  const sheets = new Map<string, Sheet>();

  /** Only facts that were shown in a window may be sent. */
  function show(draftId: string, sheet: Sheet): void {
    if (sheets.get(draftId) !== sheet) return;
    sheet.facts = listed(sheet.values);
    sheet.factsComplete = sheet.missing === 0;
    onChange(draftId);
  }

  function collect(draftId: string, sheet: Sheet): void {
    const isWanted = () => sheets.get(draftId) === sheet;
    let isDue = false;
    /** Facts that arrive together are shown together. */
    async function showSoon(): Promise<void> {
      if (isDue) return;
      isDue = true;
      await nextTurn();
      isDue = false;
      show(draftId, sheet);
    }
    for (const [name, fact] of Object.entries(collectFacts(isWanted)) as [
      FactName,
      Promise<string | null>,
    ][]) {
      sheet.missing++;
      void inTime(fact, clock).then((value) => {
        if (value !== null) sheet.values[name] = value;
        sheet.missing--;
        void showSoon();
      });
    }
  }

  return {
    begin(draftId, application) {
      if (sheets.has(draftId) || !areAllowed()) return;
      const values = knownValues(application, parts);
      const sheet: Sheet = { values, facts: listed(values), missing: 0, factsComplete: false };
      sheets.set(draftId, sheet);
      collect(draftId, sheet);
      sheet.factsComplete = sheet.missing === 0;
    },
    of(draftId) {
      const { facts, factsComplete } = sheets.get(draftId) ?? { facts: [], factsComplete: true };
      return { facts, factsComplete };
    },
    forget: (draftId) => void sheets.delete(draftId),
  };
}

/** The facts that need no collecting. */
function knownValues(application: string | null, parts: Parts): Values {
  const { hostname, userName } = parts.identity;
  const { phone, site, room } = parts.settings();
  const known = {
    host: hostname,
    user: userName,
    screens: parts.screens(),
    agent: `Guichet ${parts.version}`,
  };
  return { ...known, phone, site, room, ...(application !== null && { application }) };
}

function listed(values: Values): SentFact[] {
  return FACT_NAMES.flatMap((name) => {
    const value = trimmedFact(values[name] ?? '');
    return value === '' ? [] : [{ name, value }];
  });
}

/** Null for a fact that fails or times out. */
function inTime(fact: Promise<string | null>, clock: Clock): Promise<string | null> {
  return new Promise((resolve) => {
    const cancel = clock.after(FACT_MS, () => resolve(null));
    fact
      .catch(() => null)
      .then((value) => {
        cancel();
        resolve(value);
      });
  });
}
