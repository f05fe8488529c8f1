// Listens to an event stream and keeps what it hears.

export interface EventListener {
  /** `event data` of each event heard so far */
  readonly heard: string[];
  /** true once the server has ended the stream */
  ended(): boolean;
  close(): void;
}

export async function listen(url: string, headers: Record<string, string>): Promise<EventListener> {
  const hangUp = new AbortController();
  const response = await fetch(url, { headers, signal: hangUp.signal });
  if (response.status !== 200 || !response.body) throw new Error(`no stream: ${response.status}`);
  const heard: string[] = [];
  let ended = false;
  void readAll(response.body, heard)
    .then(() => {
      ended = true;
    })
    .catch(() => {});
  return { heard, ended: () => ended, close: () => hangUp.abort() };
}

async function readAll(body: ReadableStream<Uint8Array>, heard: string[]): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.startsWith(':')) heard.push(block);
      else heard.push(block.replace(/^event: /, '').replace('\ndata: ', ' '));
    }
  }
}
