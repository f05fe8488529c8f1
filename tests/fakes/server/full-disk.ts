// A database that cannot store some rows, as when the disk is full.
import { ON_POSTGRES, type OwnDatabase } from './own-database.ts';

interface Unstorable {
  table: string;
  event: 'insert' | 'update';
  /** condition of the new row, which is `new` */
  when: string;
}

/** Returns a function that ends it. */
export async function fillDisk(
  { alter }: Pick<OwnDatabase, 'alter'>,
  { table, event, when }: Unstorable,
): Promise<() => Promise<void>> {
  const name = `full_disk_${table}_${event}_${when.replaceAll(/\W/g, '')}`;
  const head = `CREATE TRIGGER ${name} BEFORE ${event} ON ${table}`;
  if (!ON_POSTGRES) {
    await alter(`${head} WHEN ${when} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
    return () => alter(`DROP TRIGGER ${name}`);
  }
  await alter(`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS
    $body$ BEGIN RAISE EXCEPTION 'the disk is full'; END $body$`);
  await alter(`${head} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION ${name}()`);
  return () => alter(`DROP FUNCTION ${name} CASCADE`);
}
