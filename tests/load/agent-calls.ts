// The calls of a virtual agent, as the real one makes them (main/http): enrolment, sync, and an upload by tus 1.0.
import { createHash } from 'node:crypto';
import { AGENT_API } from '../../contract/agent-api.ts';
import { EnrolResponse } from '../../contract/enrolment.ts';
import { ApiError } from '../../contract/errors.ts';
import { parseJson } from '../../contract/json.ts';
import { pathOf } from '../../contract/operation.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { type CommandEnvelope, SyncResponse } from '../../contract/sync.ts';
import type { Attachment } from '../../contract/ticket.ts';
import type { Answer, Http } from './http.ts';

/** What a virtual agent reads of an answer: it shows no tickets. */
const ReadAnswer = SyncResponse.pick({ pace: true, results: true, cursor: true, more: true });
type ReadAnswer = ReturnType<typeof ReadAnswer.parse>;

export interface Caller {
  /** of the server that a load balancer gave it */
  url: string;
  agentId: string;
  secret: string;
}

export interface AgentCalls {
  /** Returns the id of the agent. `from` is the address of this machine from which it calls. */
  enrol(url: string, body: object, from: string | undefined): Promise<Result<string>>;
  sync(caller: Caller, cursor: number, commands: readonly CommandEnvelope[]): Promise<Result<ReadAnswer>>;
  upload(caller: Caller, content: Buffer): Promise<Result<Attachment>>;
}

export function headersOf({ agentId, secret }: Caller): Record<string, string> {
  return {
    'accept-language': 'fr',
    'user-agent': 'Guichet/1.0.0',
    authorization: `Bearer ${agentId}.${secret}`,
  };
}

export function createAgentCalls(http: Http): AgentCalls {
  const send = (...call: Parameters<Http['send']>): Promise<Answer | null> =>
    http.send(...call).catch(() => null);
  const json = { 'content-type': 'application/json' };
  return {
    async enrol(url, body, from) {
      const { method, path } = AGENT_API.enrolAgent;
      const answer = await send(url, { method, path, headers: json, body: JSON.stringify(body), from });
      if (answer?.status !== 200) return failureOf(answer);
      return ok(EnrolResponse.parse(parseJson(answer.text)).agentId);
    },
    async sync(caller, cursor, commands) {
      const { method, path } = AGENT_API.sync;
      const body = JSON.stringify({ cursor, commands, catalogueVersion: null });
      const answer = await send(caller.url, {
        method,
        path,
        headers: { ...headersOf(caller), ...json },
        body,
      });
      return answer?.status === 200 ? ok(ReadAnswer.parse(parseJson(answer.text))) : failureOf(answer);
    },
    upload: (caller, content) => upload(send, caller, content),
  };
}

/** Asks what the server has, announces the upload, and sends it in one part. */
async function upload(
  send: (...call: Parameters<Http['send']>) => Promise<Answer | null>,
  caller: Caller,
  content: Buffer,
): Promise<Result<Attachment>> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const attachment = { sha256, name: 'screen.png', mediaType: 'image/png', size: content.length };
  const headers = { ...headersOf(caller), 'tus-resumable': '1.0.0' };
  const ofUpload = { params: { id: `${caller.agentId}-${sha256}` } };
  const { readUploadOffset, beginUpload, continueUpload } = AGENT_API;

  const path = pathOf(readUploadOffset, ofUpload);
  const known = await send(caller.url, { method: readUploadOffset.method, path, headers });
  if (known?.status === 200 && Number(known.headers['upload-offset']) === content.length)
    return ok(attachment);

  const metadata = `sha256 ${Buffer.from(sha256).toString('base64')}`;
  const begun = await send(caller.url, {
    method: beginUpload.method,
    path: pathOf(beginUpload),
    headers: { ...headers, 'upload-length': String(content.length), 'upload-metadata': metadata },
  });
  if (begun?.status !== 201) return failureOf(begun);

  const sent = await send(caller.url, {
    method: continueUpload.method,
    path: pathOf(continueUpload, ofUpload),
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: content,
  });
  return sent?.status === 204 ? ok(attachment) : failureOf(sent);
}

function failureOf(answer: Answer | null): ReturnType<typeof err> {
  const parsed = ApiError.safeParse(parseJson(answer?.text ?? ''));
  return parsed.success ? err(parsed.data.error.code, parsed.data.error.details) : err('server-unreachable');
}
