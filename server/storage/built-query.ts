// Queries of the hot paths: built once, and run with other parameters each time. Building takes Kysely longer than SQLite
// takes to answer.
import type { Compilable, CompiledQuery, DialectAdapter } from 'kysely';
import type { Database } from './schema.ts';

/** Stands for a parameter while the query is built. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Absent where undefined. */
type Parameters = { readonly [name: string]: string | number | null | undefined };

/**
 * Returns a function that runs the query of `build`, in a transaction too, and returns its rows. `build` runs once for each
 * dialect and each set of names of parameters: what it does may depend on which there are, and not on their values, which
 * only become parameters of the query.
 */
export function buildOnce<P extends Parameters, R>(
  build: (db: Database, parameters: P) => Compilable<R>,
): (db: Database, parameters: P) => Promise<R[]> {
  const built = new WeakMap<DialectAdapter, Map<string, CompiledQuery<R>>>();
  return async (db, parameters) => {
    const { adapter } = db.getExecutor();
    const byNames = built.get(adapter) ?? new Map<string, CompiledQuery<R>>();
    built.set(adapter, byNames);
    const names = Object.keys(parameters).filter((name) => parameters[name] !== undefined);
    const key = names.join();
    const query = byNames.get(key) ?? build(db, placeholders<P>(names)).compile();
    byNames.set(key, query);
    const values = query.parameters.map((value) =>
      value instanceof Placeholder ? parameters[value.name] : value,
    );
    const { rows } = await db.executeQuery<R>({ ...query, parameters: values });
    return rows;
  };
}

function placeholders<P>(names: readonly string[]): P {
  return Object.fromEntries(names.map((name) => [name, new Placeholder(name)])) as P;
}
