// A client of the agent's API: enrols, confirms its address, uploads and syncs.
import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { EnrolResponse } from '../../../contract/enrolment.ts';
import { type CommandEnvelope, SyncResponse } from '../../../contract/sync.ts';
import type { Attachment } from '../../../contract/ticket.ts';
import { codeOf } from './codes.ts';
import { type Answer, ask } from './http.ts';

export interface FakeIdentity {
  machineId: string;
  hostname: string;
  os: string;
  sid: string;
  userName: string;
  upn: string | null;
}

let count = 0;

export function newIdentity(changes: Partial<FakeIdentity> = {}): FakeIdentity {
  count += 1;
  return {
    machineId: `machine-${count}`,
    hostname: `PC-${count}`,
    os: 'Windows 11 24H2',
    sid: `S-1-5-21-1-2-3-${1000 + count}`,
    userName: `CONTOSO\\user${count}`,
    upn: null,
    ...changes,
  };
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function ticketCommand(body: Record<string, unknown> = {}, key = v7()): CommandEnvelope {
  return {
    key,
    kind: 'create-ticket',
    submittedAt: '2030-01-02T07:59:00.000Z',
    body: {
      ticketKind: 'incident',
      title: 'The printer is on fire',
      description: '',
      attachments: [],
      ...body,
    },
  };
}

export function commentCommand(
  ticketId: string,
  body: Record<string, unknown> = {},
  key = v7(),
): CommandEnvelope {
  return {
    key,
    kind: 'add-comment',
    submittedAt: '2030-01-02T07:59:00.000Z',
    body: { ticketId, body: 'Any news?', attachments: [], ...body },
  };
}

/** Returns any other command on a ticket, such as `act-on-ticket`. */
export function commandOn(
  ticketId: string,
  kind: string,
  body: Record<string, unknown>,
  key = v7(),
): CommandEnvelope {
  return { key, kind, submittedAt: '2030-01-02T07:59:00.000Z', body: { ticketId, ...body } };
}

export function attachmentOf(content: Buffer, name = 'screen.png', mediaType = 'image/png'): Attachment {
  return {
    sha256: createHash('sha256').update(content).digest('hex'),
    name,
    mediaType,
    size: content.length,
  };
}

export interface FakeAgent {
  readonly id: string;
  readonly identity: FakeIdentity;
  readonly secret: string;
  authorization(): Record<string, string>;
  ask(path: string, options?: Parameters<typeof ask>[1]): Promise<Answer>;
  sync(
    commands?: CommandEnvelope[],
    cursor?: number,
    catalogueVersion?: string | null,
  ): Promise<SyncResponse>;
  /** Syncs as an agent that keeps the mark of its cursor. Returns the answer, or the code of the error. */
  syncAt(
    place: Pick<SyncResponse, 'cursor' | 'mark'>,
    commands?: CommandEnvelope[],
  ): Promise<SyncResponse | string>;
  /** Syncs and returns the outcome of each command, such as `accepted` or `refused ticket-closed`. */
  verdicts(...commands: CommandEnvelope[]): Promise<string[]>;
  /** Uploads the whole content. Returns the last answer. */
  upload(content: Buffer, declared?: string): Promise<Answer>;
  tus(
    method: string,
    path: string,
    options?: { headers?: Record<string, string>; body?: Buffer },
  ): Promise<Answer>;
}

export async function enrolAgent(
  url: string,
  enrolmentKey: string,
  { identity = newIdentity(), secret = newSecret(), agentVersion = '0.1.0' } = {},
): Promise<FakeAgent> {
  const answer = await ask(`${url}/v1/enrolments`, {
    json: { enrolmentKey, secret, identity, agentVersion },
  });
  if (answer.status !== 200) throw new Error(`not enrolled: ${JSON.stringify(answer.body)}`);
  return agentAt(url, { id: EnrolResponse.parse(answer.body).agentId, secret, identity });
}

/** An agent that is enrolled already. */
export function agentAt(
  url: string,
  { id, secret, identity = newIdentity() }: { id: string; secret: string; identity?: FakeIdentity },
): FakeAgent {
  const authorization = () => ({ authorization: `Bearer ${id}.${secret}` });

  async function sync(commands: CommandEnvelope[] = [], cursor = 0, catalogueVersion: string | null = null) {
    const json = { cursor, commands, catalogueVersion };
    const answer = await ask(`${url}/v1/sync`, { json, headers: authorization() });
    if (answer.status !== 200) throw new Error(`not synced: ${JSON.stringify(answer.body)}`);
    return SyncResponse.parse(answer.body);
  }

  async function tus(
    method: string,
    path: string,
    options: { headers?: Record<string, string>; body?: Buffer } = {},
  ) {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...authorization(), 'tus-resumable': '1.0.0', ...options.headers },
      ...(options.body ? { body: new Uint8Array(options.body) } : {}),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  }

  return {
    id,
    identity,
    secret,
    authorization,
    ask: (path, options = {}) =>
      ask(`${url}${path}`, { ...options, headers: { ...authorization(), ...options.headers } }),
    sync,
    async syncAt({ cursor, mark }, commands = []) {
      const answer = await ask(`${url}/v1/sync`, {
        json: { cursor, mark, commands },
        headers: authorization(),
      });
      return answer.status === 200 ? SyncResponse.parse(answer.body) : codeOf(answer);
    },
    async verdicts(...commands) {
      return (await sync(commands)).results.map((result) =>
        result.outcome === 'accepted' ? 'accepted' : `${result.outcome} ${result.error.code}`,
      );
    },
    tus,
    async upload(content, declared = attachmentOf(content).sha256) {
      const begun = await tus('POST', '/v1/uploads', {
        headers: {
          'upload-length': String(content.length),
          'upload-metadata': `sha256 ${Buffer.from(declared).toString('base64')}`,
        },
      });
      if (begun.status !== 201) return begun;
      return tus('PATCH', begun.headers.get('location') ?? '', {
        headers: { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
        body: content,
      });
    },
  };
}
