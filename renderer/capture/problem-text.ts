// The sentence of each problem of the form, in the current language.
import { unreachable } from '../../contract/constants.ts';
import { useSentence } from '../ui/bridge.ts';
import { useLocale } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import type { FormPlace, Problem, Problems } from './form-problems.ts';

/** Returns a function that returns the sentence of a problem. */
function useProblemText(): (problem: Problem) => string {
  const { t } = useTexts();
  const sentence = useSentence();
  const locale = useLocale();
  return (problem) => {
    switch (problem.kind) {
      case 'failure':
        return sentence(problem.error);
      case 'missing':
        return t('capture.problem.missing');
      case 'not-a-number':
        return t('capture.problem.notANumber');
      case 'too-small':
        return t('capture.problem.tooSmall', { limit: problem.limit.toLocaleString(locale) });
      case 'too-large':
        return t('capture.problem.tooLarge', { limit: problem.limit.toLocaleString(locale) });
      case 'not-a-date':
        return t('capture.problem.notADate');
      case 'not-an-option':
        return t('capture.problem.notAnOption');
      case 'too-long':
        return t('capture.problem.tooLong', { length: problem.length, limit: problem.limit });
      case 'newer':
        return sentence({ code: 'form-newer' });
      default:
        return unreachable(problem);
    }
  };
}

/** Returns a function that returns the sentence to show at a place, or null when it has no problem. */
export function useProblemAt(problems: Problems): (place: FormPlace) => string | null {
  const textOf = useProblemText();
  return (place) => {
    const problem = problems.get(place);
    return problem === undefined ? null : textOf(problem);
  };
}
