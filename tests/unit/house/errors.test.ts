import { describe, expect, it } from 'vitest';
import { ApiError, ErrorCode } from '../../../contract/errors.ts';
import { sentenceOf } from '../../../contract/sentences.ts';
import { CommandResult } from '../../../contract/sync.ts';

describe('errors', () => {
  it.each(ErrorCode.options)('%s has a sentence in both languages', (code) => {
    const details = {
      triesLeft: 4,
      retryAfterSeconds: 60,
      limit: 250,
      limitMegabytes: 25,
      name: 'plan.pdf',
      reason: { en: 'the certificate has expired', fr: 'le certificat a expiré' },
    };
    for (const language of ['en', 'fr'] as const) {
      const sentence = sentenceOf({ code, details }, language);
      expect(sentence).toMatch(/\.$/);
      expect(sentence).not.toMatch(/[{}…]/);
    }
  });

  it('contain a backend’s reason in the language of the sentence', () => {
    const reason = { en: 'it has no catalogue', fr: 'il n’a pas de catalogue' };
    const failure = { code: 'backend-failed' as const, details: { name: 'iTop', reason } };
    expect(sentenceOf(failure, 'en')).toContain('(it has no catalogue)');
    expect(sentenceOf(failure, 'fr')).toContain('(il n’a pas de catalogue)');
  });

  it('an unknown code of a newer server does not make its response unreadable', () => {
    const key = '019c1234-5678-7abc-8def-0123456789ab';
    const refused = { key, outcome: 'refused', error: { code: 'from-the-future' } };
    expect(CommandResult.parse(refused)).toMatchObject({ outcome: 'refused', error: { code: 'internal' } });
    const answer = { error: { code: 'from-the-future', message: 'Later.' } };
    expect(ApiError.parse(answer).error.code).toBe('internal');
  });
});
