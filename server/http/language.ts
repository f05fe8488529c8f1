// Chooses the language of an answer from the Accept-Language header.
import { Language } from '../../contract/primitives.ts';

/** Nobody prefers more languages than this. */
const MOST_RANGES = 32;

/** Returns the supported language with the highest quality (RFC 9110 section 12.5.4); English when there is none. */
export function preferredLanguage(header: string | undefined): Language {
  return namedLanguage(header) ?? 'en';
}

/** As `preferredLanguage`; null when there is none. */
export function namedLanguage(header: string | undefined): Language | null {
  const wanted = (header ?? '').split(',', MOST_RANGES).map((range) => {
    const [tag = '', ...parameters] = range.trim().split(';');
    const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))?.trim();
    const language = Language.safeParse(tag.toLowerCase().split('-')[0]);
    return { language: language.data, quality: quality ? Number(quality.slice(2)) : 1 };
  });
  const best = wanted
    .filter(({ language, quality }) => language !== undefined && quality > 0)
    .sort((one, other) => other.quality - one.quality)[0];
  return best?.language ?? null;
}
