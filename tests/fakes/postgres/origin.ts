// Puts a copied database back to what it was when it was copied, which takes a twentieth of the time of another copy.
import type pg from 'pg';

/** Rows a table may have had in pages of this size before it is emptied at once, and not row by row. */
const LARGE = 1_000_000;

/** Of tables, columns, constraints, triggers, functions, statistics and settings. */
const SHAPE = `
  select concat_ws(' ',
    (select md5(string_agg(concat_ws(',', oid, relname, relkind), ' ' order by oid))
      from pg_class where relnamespace = 'public'::regnamespace),
    (select md5(string_agg(concat_ws(',', attrelid, attname, atttypid, attnotnull, atthasdef), ' ' order by attrelid, attnum))
      from pg_attribute join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace),
    (select md5(string_agg(concat_ws(',', oid, pg_get_constraintdef(oid)), ' ' order by oid))
      from pg_constraint where connamespace = 'public'::regnamespace),
    (select md5(string_agg(concat_ws(',', oid, tgenabled), ' ' order by oid)) from pg_trigger),
    (select md5(string_agg(concat_ws(',', oid, md5(prosrc)), ' ' order by oid))
      from pg_proc where pronamespace = 'public'::regnamespace),
    (select count(*) from pg_statistic join pg_class on pg_class.oid = starelid
      where relnamespace = 'public'::regnamespace),
    (select count(*) from pg_db_role_setting join pg_database on pg_database.oid = setdatabase
      where datname = current_database()))`;

/** Remembers what the database of this connection is like, for each of its copies. */
export async function rememberOrigin(database: pg.Client): Promise<void> {
  await database.query('create schema origin; create schema shape');
  const { rows } = await database.query<{ tablename: string }>(
    `select tablename from pg_tables where schemaname = 'public'`,
  );
  for (const { tablename } of rows)
    await database.query(`create table origin.${tablename} as table public.${tablename}`);
  await database.query(`create function origin.reset() returns void language plpgsql as $body$
    declare place record;
    begin
      set local session_replication_role = replica;
      for place in select tablename, to_regclass('public.' || tablename) as own from pg_tables where schemaname = 'origin' loop
        if pg_relation_size(place.own) > ${LARGE}
        then execute format('truncate public.%I cascade', place.tablename);
        else execute format('delete from public.%I', place.tablename);
        end if;
      end loop;
      for place in select tablename from pg_tables where schemaname = 'origin' loop
        execute format('insert into public.%1$I select * from origin.%1$I', place.tablename);
      end loop;
      perform setval(format('public.%I', sequencename)::regclass, start_value, false) from pg_sequences where schemaname = 'public';
    end $body$`);
  await database.query(`create table shape.origin as ${SHAPE} as shape`);
}

/** Puts the database of this connection back. Returns false where its shape has changed: it is good for no other test then. */
export async function resetToOrigin(database: pg.Client): Promise<boolean> {
  const { rows } = await database.query(`select shape = (${SHAPE}) as same from shape.origin`);
  if (rows[0]?.same !== true) return false;
  await database.query('select origin.reset()');
  return true;
}
