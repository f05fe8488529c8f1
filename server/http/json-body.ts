// Parses JSON bodies within bounds: neither a deep nor an endless list of fields reaches code that walks through it.
import type { FastifyInstance } from 'fastify';
import { hidesText } from '../../contract/json.ts';
import { ExpectedFailure } from './errors.ts';

/** Levels of arrays and objects. The deepest request of the contract has eight. */
const MOST_LEVELS = 32;
/** Values and fields of one body. */
const MOST_VALUES = 100_000;

/** Replaces Fastify's parser of JSON. */
export function parseJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (!isWithinBounds(text) || hidesText(text))
      return done(new ExpectedFailure({ code: 'malformed-json' }));
    return parse(request, text, done);
  });
}

/** Whether a text of JSON stays within the bounds. The text need not be valid. */
export function isWithinBounds(text: string): boolean {
  let level = 0;
  let values = 0;
  for (let index = 0; index < text.length; index += 1) {
    switch (text[index]) {
      case '"':
        index = endOfString(text, index);
        break;
      case '[':
      case '{':
        level += 1;
        values += 1;
        break;
      case ']':
      case '}':
        level -= 1;
        break;
      case ',':
        values += 1;
        break;
    }
    if (level > MOST_LEVELS || values > MOST_VALUES) return false;
  }
  return true;
}

/** The position of the quotation mark that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}
