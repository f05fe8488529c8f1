// Text of ours as the HTML that iTop keeps, with what tells it from theirs, and theirs as text.
import { escapeHtml } from '../../mail/html.ts';
import type { NamedAnswer, Person } from '../connector.ts';
import { textOfHtml } from '../html-text.ts';

/** iTop's columns for text (AttributeText) hold 65,535 bytes; logs hold as much as is sent. */
const MOST_BYTES = 60_000;
/** iTop's sanitizer drops comments and unknown attributes, and keeps classes. */
const CONTINUED = 'guichet-continued';
const OURS = /^\s*<p class="guichet-([^"\s]{1,200})"[^>]*>[\s\S]*?<\/p>/;
/** XML, which iTop's sanitizer parses, has no other control characters than tab and end of line. */
const CONTROLS = /[^\P{Cc}\t\n]/gu;

function clean(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '');
}

/** Lines as lines, spaces and tabs as they are. */
export function toHtml(text: string): string {
  const lines = escapeHtml(clean(text)).replaceAll('\n', '<br>');
  return `<p style="white-space: pre-wrap">${lines}</p>`;
}

/** A title or a name: one line of at most 255 characters. */
export function toLine(text: string): string {
  return clean(text).replaceAll(/\s+/g, ' ').trim().slice(0, 255).toWellFormed();
}

export function toText(html: string): string {
  return textOfHtml(html, '[image]').replaceAll('\u00a0', ' ').trim();
}

/** A comment in the public log: iTop shows the account as its author, so its first line says whose words they are. */
export function commentHtml(key: string, author: Person, body: string): string {
  return `<p class="guichet-${escapeHtml(key)}"><strong>${escapeHtml(toLine(nameOf(author)))}</strong></p>${toHtml(body)}`;
}

function nameOf({ fullName, email }: Person): string {
  return `${fullName} (${email})`;
}

/** The key that an entry of the public log begins with, and its words without that line; null for an entry of theirs. */
export function readOurs(html: string): { key: string; body: string } | null {
  const start = OURS.exec(html);
  return start?.[1] ? { key: start[1], body: toText(html.slice(start[0].length)) } : null;
}

/** Whether an entry of the public log is the rest of the description. */
export function isContinuation(html: string): boolean {
  return html.trimStart().startsWith(`<p class="${CONTINUED}"`);
}

/** A line of the private log, which finds what was sent under this key. */
export function keyLine(key: string, by: Person | null = null): string {
  return escapeHtml(by ? `${keyMark(key)} ${toLine(nameOf(by))}` : keyMark(key));
}

export function keyMark(key: string): string {
  return `guichet ${key}`;
}

/** `rest` is what the column does not hold, for the public log; null where it holds everything. */
export interface LongText {
  html: string;
  rest: string | null;
}

/** Text, and below it a table. What is too long for the column goes on in the public log, nothing is left out. */
export function longText(text: string, rows: readonly NamedAnswer[] = []): LongText {
  const table = tableOf(rows);
  const whole = toHtml(text) + table;
  if (Buffer.byteLength(whole) <= MOST_BYTES) return { html: whole, rest: null };
  const [head, tail] = cut(clean(text));
  const note = `<p class="${CONTINUED}">Suite dans le journal public / Continued in the public log</p>`;
  const rest = `<p class="${CONTINUED}">Suite / Continued</p>${tail === '' ? '' : toHtml(tail)}${table}`;
  return { html: toHtml(head) + note, rest };
}

function tableOf(rows: readonly NamedAnswer[]): string {
  const lines = rows.map(
    ({ label, value }) => `<tr><th>${escapeHtml(clean(label))}</th><td>${toHtml(value)}</td></tr>`,
  );
  return lines.length > 0 ? `<table><tbody>${lines.join('')}</tbody></table>` : '';
}

/** What the column holds, up to the end of a line where one is near, and the rest. */
function cut(text: string): [string, string] {
  const room = MOST_BYTES - 500;
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character === '\n' ? '<br>' : escapeHtml(character));
    if (bytes > room) break;
    end += character.length;
  }
  const line = text.lastIndexOf('\n', end - 1) + 1;
  const at = end < text.length && end - line < 1000 ? line : end;
  return [text.slice(0, at), text.slice(at)];
}

/** Plain text for a column that holds no markup. */
export function shortText(text: string): string {
  const [head, tail] = cut(clean(text));
  return tail === '' ? head : `${head}…`;
}
