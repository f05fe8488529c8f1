// The imports of every source file, of values and types.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const root = join(import.meta.dirname, '../../..');
/** The folders of all shipped or running code; tests may import anything. */
const TOPS = ['contract', 'main', 'preload', 'renderer', 'server', 'console'];

/** Files, by path from the root, with the files that each imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** The project files imported by a file with this path and text. */
export function importsOf(path: string, text: string, isFile: (path: string) => boolean): string[] {
  const named = text.matchAll(/\b(?:from|import)\s*\(?\s*(['"`])(\.{1,2}\/.+?)\1/g);
  const found = [...named].map(([, , specifier = '']) => posix.join(posix.dirname(path), specifier));
  return [...new Set(found)].filter((target) => /\.tsx?$/.test(target) && isFile(target));
}

export function projectImports(): Imports {
  const files = TOPS.flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .map((name) => `${top}/${name.replaceAll('\\', '/')}`)
      .filter((path) => /\.tsx?$/.test(path) && !path.includes('/node_modules/')),
  );
  const isFile = (path: string) => existsSync(join(root, path));
  return new Map(
    files.map((path) => [path, importsOf(path, readFileSync(join(root, path), 'utf8'), isFile)]),
  );
}

/** The folder of a file; a file at the top of a program is its own room. */
function roomOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? parts.slice(0, -1).join('/') : path.replace(/\.tsx?$/, '');
}

/** The same imports between rooms. */
export function betweenRooms(imports: Imports): Imports {
  const rooms = new Map<string, Set<string>>();
  for (const [path, targets] of imports) {
    const room = roomOf(path);
    const reached = rooms.get(room) ?? new Set();
    for (const target of targets) if (roomOf(target) !== room) reached.add(roomOf(target));
    rooms.set(room, reached);
  }
  return new Map([...rooms].map(([room, reached]) => [room, [...reached]]));
}

/** Returns circles of imports: at least one if there is any, but not every one. */
export function circlesIn(imports: Imports): string[][] {
  const done = new Set<string>();
  const circles: string[][] = [];
  function visit(path: string, way: readonly string[]): void {
    const before = way.indexOf(path);
    if (before >= 0) {
      circles.push([...way.slice(before), path]);
      return;
    }
    if (done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  }
  for (const path of imports.keys()) visit(path, []);
  return circles;
}
