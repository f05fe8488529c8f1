// Converts our text to the HTML that iTop stores, with a mark that it is ours, and iTop's HTML to text.

import { textOfHtml } from '../../html-text.ts';
import { escapeHtml } from '../../mail/html.ts';
import type { LabelledValue, Person } from '../connector.ts';
import { PICTURE_PLACE } from '../html-pictures.ts';
import { namedInBrackets } from '../named.ts';

/** iTop's text columns (AttributeText) hold 65,535 bytes; logs have no limit. */
const MOST_BYTES = 60_000;
/** A class as mark: iTop's sanitizer drops HTML comments and unknown attributes, and keeps classes. */
const CONTINUED = 'guichet-continued';
const OURS = /^\s*<p class="guichet-([^"\s]{1,200})"[^>]*>[\s\S]*?<\/p>/;
/** Control characters other than tab and line feed: iTop's sanitizer parses XML, which does not allow them. */
const CONTROLS = /[^\P{Cc}\t\n]/gu;

function clean(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '');
}

/** Preserves line breaks, spaces and tabs. */
export function toHtml(text: string): string {
  const lines = escapeHtml(clean(text)).replaceAll('\n', '<br>');
  return `<p style="white-space: pre-wrap">${lines}</p>`;
}

/** Reduces a title or a name to one line of at most 255 characters. */
export function toLine(text: string): string {
  return clean(text).replaceAll(/\s+/g, ' ').trim().slice(0, 255).toWellFormed();
}

export function toText(html: string): string {
  return textOfHtml(html, PICTURE_PLACE).replaceAll('\u00a0', ' ').trim();
}

/** Composes a public log entry: iTop shows the account as its author, so the first line names the real one. */
export function commentHtml(key: string, author: Person, body: string): string {
  return `<p class="guichet-${escapeHtml(key)}"><strong>${escapeHtml(toLine(namedInBrackets(author)))}</strong></p>${toHtml(body)}`;
}

/** Composes an entry of the private log for iTop's technicians: its first line has the key and names the author. */
export function noteHtml(key: string, author: Person, body: string): string {
  return `<p>${keyLine(key, author)}</p>${toHtml(body)}`;
}

/** Returns the key of our public log entry and its text without the first line; null for an entry not from here. */
export function readOurs(html: string): { key: string; body: string } | null {
  const start = OURS.exec(html);
  return start?.[1] ? { key: start[1], body: toText(html.slice(start[0].length)) } : null;
}

/** Whether a public log entry is the rest of a long text. */
export function isContinuation(html: string): boolean {
  return html.trimStart().startsWith(`<p class="${CONTINUED}"`);
}

/** Returns the private log line by which a search finds what was sent under this key. */
export function keyLine(key: string, by: Person | null = null): string {
  return escapeHtml(by ? `${keyMark(key)} ${toLine(namedInBrackets(by))}` : keyMark(key));
}

export function keyMark(key: string): string {
  return `guichet ${key}`;
}

/** `rest` is what did not fit into the column, for the public log; null where everything fits. */
export interface LongText {
  html: string;
  rest: string | null;
}

/** Text with a table below. What is too long for the column continues in the public log. */
export function longText(text: string, rows: readonly LabelledValue[] = []): LongText {
  const table = tableOf(rows);
  const whole = toHtml(text) + table;
  if (Buffer.byteLength(whole) <= MOST_BYTES) return { html: whole, rest: null };
  const [head, tail] = cut(clean(text));
  const note = `<p class="${CONTINUED}">Suite dans le journal public / Continued in the public log</p>`;
  const rest = `<p class="${CONTINUED}">Suite / Continued</p>${tail === '' ? '' : toHtml(tail)}${table}`;
  return { html: toHtml(head) + note, rest };
}

function tableOf(rows: readonly LabelledValue[]): string {
  const lines = rows.map(
    ({ label, value }) => `<tr><th>${escapeHtml(clean(label))}</th><td>${toHtml(value)}</td></tr>`,
  );
  return lines.length > 0 ? `<table><tbody>${lines.join('')}</tbody></table>` : '';
}

/** Splits the text at what the column holds, at the end of a line where one is near. */
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

/** Shortens plain text to what a column without markup holds. */
export function shortText(text: string): string {
  const [head, tail] = cut(clean(text));
  return tail === '' ? head : `${head}…`;
}
