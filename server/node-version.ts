// Which versions of Node run the server. Written for older ones too, because they read this file.

/** `import.meta.main`, with which each program knows that it was started, came with this version. */
const OLDEST = [24, 2] as const;

/** Returns why this Node (such as `22.4.1`) cannot run the server, as a sentence, or null. */
export function unusableNode(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return null;
  return `The Guichet server needs Node ${OLDEST.join('.')} or later: this is Node ${version}.`;
}
