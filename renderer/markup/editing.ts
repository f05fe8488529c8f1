// The state of the editor, and how each event changes it: the marks with undo and redo, the tool, the selection.
import { unreachable } from '../../contract/constants.ts';
import type { Colour, Mark, Tool } from './marks.ts';

export interface Editing {
  marks: readonly Mark[];
  past: readonly (readonly Mark[])[];
  future: readonly (readonly Mark[])[];
  /** names a run of changes that are undone together, such as repeated key presses; null for a single change */
  run: string | null;
  selected: string | null;
  tool: Tool;
  colour: Colour;
}

export type EditingEvent =
  | { kind: 'tool'; tool: Tool }
  /** also changes the selected mark */
  | { kind: 'colour'; colour: Colour }
  /** a null id selects nothing */
  | { kind: 'select'; id: string | null }
  /** 1 selects the next mark in the order of creation, -1 the one before */
  | { kind: 'select-next'; step: 1 | -1 }
  | { kind: 'add'; mark: Mark }
  /** consecutive changes with the same `run` are undone together */
  | { kind: 'change'; mark: Mark; run: string | null }
  | { kind: 'remove'; id: string }
  | { kind: 'undo' }
  | { kind: 'redo' };

/** Returns the state without marks. */
export function startEditing(tool: Tool): Editing {
  return { marks: [], past: [], future: [], run: null, selected: null, tool, colour: 'red' };
}

/** Returns the selected mark, or null. */
export function selectedMark({ marks, selected }: Pick<Editing, 'marks' | 'selected'>): Mark | null {
  return marks.find(({ id }) => id === selected) ?? null;
}

function changed(state: Editing, marks: readonly Mark[], run: string | null): Editing {
  const sameRun = run !== null && run === state.run;
  const past = sameRun ? state.past : [...state.past, state.marks];
  return { ...state, marks, past, future: [], run };
}

function replaced(marks: readonly Mark[], by: Mark): readonly Mark[] {
  return marks.map((mark) => (mark.id === by.id ? by : mark));
}

function recoloured(state: Editing, colour: Colour): Editing {
  const mark = selectedMark(state);
  const next = { ...state, colour };
  if (mark === null || mark.kind === 'redact' || mark.colour === colour) return next;
  return changed(next, replaced(state.marks, { ...mark, colour }), null);
}

function selectedAfter({ marks, selected }: Editing, step: 1 | -1): string | null {
  const index = marks.findIndex(({ id }) => id === selected);
  const from = index < 0 && step < 0 ? marks.length : index;
  return marks[(from + step + marks.length) % marks.length]?.id ?? null;
}

/** Returns the state after an event. */
export function nextEditing(state: Editing, event: EditingEvent): Editing {
  switch (event.kind) {
    case 'tool':
      return { ...state, tool: event.tool, selected: null, run: null };
    case 'colour':
      return recoloured(state, event.colour);
    case 'select':
      return { ...state, selected: event.id, run: null };
    case 'select-next':
      return { ...state, selected: selectedAfter(state, event.step), run: null };
    case 'add':
      return { ...changed(state, [...state.marks, event.mark], null), selected: event.mark.id };
    case 'change':
      return changed(state, replaced(state.marks, event.mark), event.run);
    case 'remove': {
      const others = state.marks.filter(({ id }) => id !== event.id);
      return { ...changed(state, others, null), selected: null };
    }
    case 'undo': {
      const before = state.past.at(-1);
      if (before === undefined) return state;
      const future = [state.marks, ...state.future];
      return { ...state, marks: before, past: state.past.slice(0, -1), future, run: null };
    }
    case 'redo': {
      const [after, ...future] = state.future;
      if (after === undefined) return state;
      return { ...state, marks: after, past: [...state.past, state.marks], future, run: null };
    }
    default:
      return unreachable(event);
  }
}
