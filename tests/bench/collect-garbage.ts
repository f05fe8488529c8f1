// Collects the garbage of a Node process through its inspector, so that memory that waits for a collection does not count.
import { z } from 'zod';

const Targets = z.array(z.object({ webSocketDebuggerUrl: z.string() })).min(1);

/** `port` is that of the process's `--inspect`. Resolves when the collection is done. */
export async function collectGarbage(port: number): Promise<void> {
  const targets = Targets.parse(await (await fetch(`http://127.0.0.1:${port}/json`)).json());
  const inspector = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
  await new Promise<void>((resolve, reject) => {
    inspector.onerror = () => reject(new Error('the inspector does not answer'));
    inspector.onopen = () => inspector.send('{"id":1,"method":"HeapProfiler.collectGarbage"}');
    inspector.onmessage = () => resolve();
  });
  inspector.close();
}
