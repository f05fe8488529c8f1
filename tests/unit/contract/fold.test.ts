import { describe, expect, it } from 'vitest';
import { fold, hasWords, wordsOf } from '../../../contract/fold.ts';

describe('a search', () => {
  it('ignores accents, case, ligatures and the shape of apostrophes', () => {
    expect(fold('Œuvre D’ACCÈS')).toBe("oeuvre d'acces");
    expect(fold('Curriculum vitæ de Zoë')).toBe('curriculum vitae de zoe');
  });

  it('finds a text with every word, in any order', () => {
    const text = fold('L’imprimante du 2e étage');
    expect(hasWords(text, wordsOf("  ETAGE l'impri "))).toBe(true);
    expect(hasWords(text, wordsOf('étage scanner'))).toBe(false);
    expect(hasWords(text, wordsOf('  '))).toBe(true);
  });
});
