// Listens to an event stream and records its events.

export interface EventListener {
  /** the events so far, each as `event data`; comments as they are */
  readonly events: string[];
  /** whether the server has closed the stream */
  ended(): boolean;
  close(): void;
}

export async function listen(url: string, headers: Record<string, string>): Promise<EventListener> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  if (response.status !== 200 || !response.body) throw new Error(`no stream: ${response.status}`);
  const events: string[] = [];
  let ended = false;
  void readAll(response.body, events)
    .then(() => {
      ended = true;
    })
    .catch(() => {});
  return { events, ended: () => ended, close: () => controller.abort() };
}

async function readAll(body: ReadableStream<Uint8Array>, events: string[]): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.startsWith(':')) events.push(block);
      else events.push(block.replace(/^event: /, '').replace('\ndata: ', ' '));
    }
  }
}
