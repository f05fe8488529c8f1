// Queries of the hot paths: built once, and run with other parameters each time. Building takes Kysely longer than SQLite
// takes to answer.
import type { Compilable, CompiledQuery, DialectAdapter } from 'kysely';
import { sha256 } from '../hashes.ts';
import type { Database } from './schema.ts';

/** Stands for a parameter while the query is built. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** `name`: one for each text, under which a database may keep its plan. */
interface BuiltQuery<R> extends CompiledQuery<R> {
  readonly name: string;
}

/** Characters of a name: PostgreSQL takes 63. */
const LENGTH_OF_NAME = 32;

/** Returns the name of a query that is built once; undefined for any other. */
export function nameOf(query: CompiledQuery | BuiltQuery<unknown>): string | undefined {
  return 'name' in query ? query.name : undefined;
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
  const built = new WeakMap<DialectAdapter, Map<string, BuiltQuery<R>>>();
  return async (db, parameters) => {
    const { adapter } = db.getExecutor();
    const byNames = built.get(adapter) ?? new Map<string, BuiltQuery<R>>();
    built.set(adapter, byNames);
    const names = Object.keys(parameters).filter((name) => parameters[name] !== undefined);
    const key = names.join();
    const query = byNames.get(key) ?? named(build(db, placeholders<P>(names)).compile());
    byNames.set(key, query);
    const values = query.parameters.map((value) =>
      value instanceof Placeholder ? parameters[value.name] : value,
    );
    const { rows } = await db.executeQuery<R>({ ...query, parameters: values } satisfies BuiltQuery<R>);
    return rows;
  };
}

function named<R>(query: CompiledQuery<R>): BuiltQuery<R> {
  return { ...query, name: sha256(query.sql).slice(0, LENGTH_OF_NAME) };
}

function placeholders<P>(names: readonly string[]): P {
  return Object.fromEntries(names.map((name) => [name, new Placeholder(name)])) as P;
}
