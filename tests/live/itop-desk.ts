// Reads and changes a real iTop as its technicians do, with the connector's account, and cleans up.
import { z } from 'zod';
import type { ItopEnvironment } from './environment.ts';

const Answer = z.object({
  code: z.int(),
  message: z.string().nullish(),
  objects: z
    .record(
      z.string(),
      z.object({
        class: z.string(),
        key: z.coerce.string(),
        fields: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .nullish(),
});

export interface ItopObject {
  class: string;
  id: string;
  fields: Record<string, unknown>;
}

export interface ItopDesk {
  find(query: string, fields: string): Promise<ItopObject[]>;
  create(className: string, fields: Record<string, unknown>): Promise<string>;
  update(className: string, id: string, fields: Record<string, unknown>): Promise<void>;
  stimulate(className: string, id: string, stimulus: string, fields: Record<string, unknown>): Promise<void>;
  remove(className: string, id: string): Promise<void>;
}

export function createItopDesk({
  ITOP_URL,
  ITOP_USER,
  ITOP_PASSWORD,
  ITOP_TOKEN,
}: ItopEnvironment): ItopDesk {
  async function ask(operation: Record<string, unknown>): Promise<ItopObject[]> {
    const body = new URLSearchParams({
      json_data: JSON.stringify({ comment: 'Guichet: live test', ...operation }),
    });
    if (!ITOP_TOKEN) {
      body.set('auth_user', ITOP_USER ?? '');
      body.set('auth_pwd', ITOP_PASSWORD ?? '');
    }
    const response = await fetch(`${ITOP_URL.replace(/\/+$/, '')}/webservices/rest.php?version=1.3`, {
      method: 'POST',
      headers: ITOP_TOKEN ? { 'Auth-Token': ITOP_TOKEN } : {},
      body,
    });
    const { code, message, objects } = Answer.parse(await response.json());
    if (code !== 0)
      throw new Error(`iTop: ${message} (${String(operation.operation)} ${String(operation.class)})`);
    return Object.values(objects ?? {}).map(({ class: name, key, fields }) => ({
      class: name,
      id: key,
      fields,
    }));
  }

  return {
    find(query, fields) {
      const className = /^SELECT (\w+)/.exec(query)?.[1];
      return ask({ operation: 'core/get', class: className, key: query, output_fields: fields });
    },
    async create(className, fields) {
      const [created] = await ask({
        operation: 'core/create',
        class: className,
        output_fields: 'id',
        fields,
      });
      if (!created) throw new Error(`iTop created no ${className}`);
      return created.id;
    },
    async update(className, id, fields) {
      await ask({ operation: 'core/update', class: className, key: id, output_fields: 'id', fields });
    },
    async stimulate(className, id, stimulus, fields) {
      await ask({
        operation: 'core/apply_stimulus',
        class: className,
        key: id,
        stimulus,
        output_fields: 'id',
        fields,
      });
    },
    async remove(className, id) {
      await ask({ operation: 'core/delete', class: className, key: id, simulate: false });
    },
  };
}

/** Returns an OQL string literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
