// Sends a request as it is: with any path, any headers, any method and any body, none of which `fetch` lets through.
import { Agent, request } from 'node:http';

export interface RawRequest {
  method: string;
  /** path and query, as they are sent */
  path: string;
  headers: Record<string, string | string[]>;
  body: Buffer | null;
}

export interface RawAnswer {
  status: number;
  type: string;
  /** headers and body as text */
  text: string;
  body: string;
}

/** One connection at a time, kept open. */
export function createRawClient(url: string) {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /** `isSure`: on a connection of its own, so that the server cannot have closed it after the answer before. */
  function once({ method, path, headers, body }: RawRequest, isSure: boolean): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      // Node sends the body of a DELETE without its length
      const sized = body && { 'content-length': String(body.length) };
      const options = { hostname, port, method, path, headers: { ...sized, ...headers } };
      const call = request({ ...options, agent: isSure ? false : agent }, (response) => {
        const type = String(response.headers['content-type'] ?? '');
        const chunks: Buffer[] = [];
        const finish = () => {
          const text = Buffer.concat(chunks).toString();
          const { statusCode: status = 0, rawHeaders } = response;
          resolve({ status, type, body: text, text: `${rawHeaders.join('\n')}\n${text}` });
        };
        // The server cannot know the method of a request whose headers it refused, and answers with a body that no HEAD has.
        if (method === 'HEAD') finish();
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (!type.startsWith('text/event-stream')) return;
          finish();
          response.destroy();
        });
        response.on('end', finish);
        response.on('error', reject);
      });
      call.on('error', reject);
      call.end(body ?? undefined);
    });
  }

  return {
    /** Rejects when the server closes the connection without an answer. */
    send: (raw: RawRequest) => once(raw, false).catch(() => once(raw, true)),
    close: () => agent.destroy(),
  };
}
