// The name and the media type of a file sent to the help desk.
import { LIMITS } from '../../contract/primitives.ts';

/** The types people attach; any other file is sent as plain bytes. */
const MEDIA_TYPES: Record<string, string> = {
  bmp: 'image/bmp',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  eml: 'message/rfc822',
  gif: 'image/gif',
  heic: 'image/heic',
  htm: 'text/html',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  log: 'text/plain',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  msg: 'application/vnd.ms-outlook',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odt: 'application/vnd.oasis.opendocument.text',
  pdf: 'application/pdf',
  png: 'image/png',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  rtf: 'application/rtf',
  svg: 'image/svg+xml',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  txt: 'text/plain',
  webm: 'video/webm',
  webp: 'image/webp',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
  zip: 'application/zip',
};

/** A longer suffix is part of the name, not an extension. */
const LONGEST_ENDING = 20;

/** The last part of a Windows or POSIX path, without control characters, at most 255 characters with its extension. */
export function attachmentName(pathOrName: string): string {
  const base = pathOrName.split(/[\\/]/).findLast((part) => part !== '') ?? '';
  const clean = base
    .replace(/\p{Cc}/gu, '')
    .toWellFormed()
    .trim();
  return /^\.*$/.test(clean) ? 'file' : cut(clean, '');
}

/** The name, or the same with the first free number when it is taken: "report (2).pdf". */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = cut(name, ` (${count})`);
  return free;
}

/** In lower case without the dot; empty when there is no extension. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot + 1) : '';
  return ending.length <= LONGEST_ENDING ? ending.toLowerCase() : '';
}

export function mediaTypeOf(name: string): string {
  return MEDIA_TYPES[endingOf(name)] ?? 'application/octet-stream';
}

/** The name with `mark` before its extension. The stem is cut to fit, never within a character. */
function cut(name: string, mark: string): string {
  const endingLength = endingOf(name).length;
  const ending = endingLength > 0 ? name.slice(-endingLength - 1) : '';
  const room = LIMITS.attachmentName - mark.length - ending.length;
  let stem = '';
  for (const { segment } of new Intl.Segmenter().segment(name.slice(0, name.length - ending.length))) {
    if (stem.length + segment.length > room) break;
    stem += segment;
  }
  return `${stem || 'file'}${mark}${ending}`;
}
