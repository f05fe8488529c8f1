import { describe, expect, it } from 'vitest';
import type { Standing } from '../../../../contract/enrolment.ts';
import { Hindrance } from '../../../../contract/ipc.ts';
import { conditionOf } from '../../../../main/agent/condition.ts';
import { tooltipOf } from '../../../../main/desktop/tooltip.ts';
import { texts } from '../../../../main/support/texts.ts';

const requester = { email: 'requester@example.org', fullName: 'A requester' };
const standing = (state: Standing['state'], confirmed = true): Standing => ({
  organisation: 'Contoso',
  state,
  requester: confirmed ? requester : null,
  suggested: null,
  mayReplace: false,
  mayReturn: false,
  proof: 'token',
  mailWish: null,
});

describe('condition', () => {
  it.each([
    ['needs-attention', { problem: { code: 'not-configured' }, standing: standing('active'), online: true }],
    ['needs-attention', { problem: null, standing: standing('suspended'), online: true }],
    ['needs-attention', { problem: null, standing: standing('retired'), online: false }],
    ['waiting-for-activation', { problem: null, standing: null, online: true }],
    ['waiting-for-activation', { problem: null, standing: standing('waiting'), online: true }],
    ['waiting-for-activation', { problem: null, standing: standing('waiting', false), online: false }],
    ['confirm-address', { problem: null, standing: standing('active', false), online: true }],
    ['confirm-address', { problem: null, standing: standing('active', false), online: false }],
    ['waiting-for-activation', { problem: null, standing: null, online: false }],
    ['offline', { problem: null, standing: standing('active'), online: false }],
    ['ready', { problem: null, standing: standing('active'), online: true }],
  ] as const)('%s wins for %o', (condition, facts) => {
    expect(conditionOf(facts).condition).toBe(condition);
  });

  it('says why an agent needs attention', () => {
    const suspended = conditionOf({ problem: null, standing: standing('suspended'), online: true });
    expect(suspended.problem).toEqual({ code: 'agent-suspended' });
    const refused = { code: 'enrolment-key-unknown' } as const;
    expect(conditionOf({ problem: refused, standing: null, online: true }).problem).toEqual(refused);
  });
});

describe('tooltip', () => {
  const ready = { condition: 'ready', hindrance: null, waiting: 0, unread: 0, language: 'en' } as const;

  it('shows the number of waiting commands while offline, and none when nothing waits', () => {
    const offline = { ...ready, condition: 'offline' } as const;
    expect(tooltipOf({ ...offline, waiting: 2 }, texts)).toBe('Guichet – Offline, 2 waiting');
    expect(tooltipOf(offline, texts)).toBe('Guichet – Offline');
  });

  it('never says Ready while something is held up: it counts what waits and says why, in both languages', () => {
    const held = { ...ready, hindrance: 'uploads', waiting: 40 } as const;
    expect(tooltipOf(held, texts)).toBe('Guichet – Held up, 40 waiting: the files cannot be uploaded');
    expect(tooltipOf({ ...held, language: 'fr' }, texts)).toBe(
      'Guichet – Retardé, 40 en attente\u00a0: les fichiers ne peuvent pas être transmis',
    );
    const busy = { ...ready, hindrance: 'storage-busy' } as const;
    expect(tooltipOf(busy, texts)).toBe('Guichet – Held up: another program is using Guichet’s data');
    const limited = { ...ready, condition: 'offline', hindrance: 'limited', waiting: 3 } as const;
    expect(tooltipOf(limited, texts)).toBe('Guichet – Offline, 3 waiting: the help desk asks to wait');
    expect(tooltipOf({ ...ready, waiting: 3 }, texts)).toBe('Guichet – Ready, 3 waiting');
    for (const language of ['en', 'fr'] as const)
      for (const hindrance of Hindrance.options) {
        const longest = { ...ready, language, hindrance, waiting: 1000, unread: 1000 } as const;
        expect(tooltipOf(longest, texts).length, hindrance).toBeLessThanOrEqual(127);
      }
  });

  it('shows the number of unread tickets', () => {
    expect(tooltipOf({ ...ready, unread: 2 }, texts)).toBe('Guichet – Ready – 2 unread');
    expect(tooltipOf(ready, texts)).toBe('Guichet – Ready');
  });

  it('is in French, with singular and plural', () => {
    const waiting = { ...ready, condition: 'waiting-for-activation', language: 'fr' } as const;
    expect(tooltipOf(waiting, texts)).toBe('Guichet – En attente d’activation par votre équipe informatique');
    expect(tooltipOf({ ...ready, language: 'fr', unread: 1 }, texts)).toBe('Guichet – Prêt – 1 non lu');
    expect(tooltipOf({ ...ready, language: 'fr', unread: 12 }, texts)).toBe('Guichet – Prêt – 12 non lus');
  });
});
