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
    for (const language of ['en', 'fr'] as const)
      for (const reader of ['requester', 'staff'] as const) {
        const sentence = sentenceOf({ code, details }, language, reader);
        expect(sentence).toMatch(/\.$/);
        expect(sentence).not.toMatch(/[{}…]/);
      }
  });

  it('that staff can meet speak of no draft, and send nobody to their IT team', () => {
    const ofAgents = /\bdraft|IT team|[Yy]our ticket|brouillon|équipe informatique|[Vv]otre ticket/;
    const speaking = ErrorCode.options.filter((code) =>
      (['en', 'fr'] as const).some((language) => ofAgents.test(sentenceOf({ code }, language, 'staff'))),
    );
    // agents alone meet them
    expect(speaking).toEqual([
      'enrolment-key-unknown',
      'enrolment-key-expired',
      'enrolment-key-used-up',
      'enrolment-key-elsewhere',
      'agent-not-active',
      'agent-suspended',
      'agent-retired',
      'leave-asked',
      'address-of-directory',
      'sign-in-address-refused',
      'sign-in-of-another',
      'command-unknown',
      'command-invalid',
      'category-gone',
      'person-unknown',
      'sign-in-not-opened',
      'capture-forbidden',
      'form-newer',
      'draft-gone',
      'update-refused',
      'secrets-unavailable',
      'secrets-lost',
      'storage-read-only',
      'agent-failed',
      'not-configured',
      'server-insecure',
    ]);
  });

  it('say why a status does not allow something, and without a reason that it does not', () => {
    const reason = { en: 'It is closed.', fr: 'Il est fermé.' };
    const failure = { code: 'transition-not-allowed' as const };
    expect(sentenceOf({ ...failure, details: { reason } }, 'en')).toMatch(/^It is closed\. Nothing/);
    expect(sentenceOf({ ...failure, details: { reason } }, 'fr')).toMatch(/^Il est fermé\. Rien/);
    expect(sentenceOf(failure, 'en')).toMatch(/^The status of the ticket does not allow this\. Nothing/);
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
