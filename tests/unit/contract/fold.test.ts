import { describe, expect, it } from 'vitest';
import { fold, hasWords, wordsOf } from '../../../contract/fold.ts';

describe('a search', () => {
  it('does not mind accents, case, ligatures or the shape of an apostrophe', () => {
    expect(fold('Œuvre D’ACCÈS')).toBe("oeuvre d'acces");
    expect(fold('Curriculum vitæ de Zoë')).toBe('curriculum vitae de zoe');
  });

  it('finds a text that has every word, in any order', () => {
    const text = fold('L’imprimante du 2e étage');
    expect(hasWords(text, wordsOf("  ETAGE l'impri "))).toBe(true);
    expect(hasWords(text, wordsOf('étage scanner'))).toBe(false);
    expect(hasWords(text, wordsOf('  '))).toBe(true);
  });
});
