// The sentence of each problem of the form, in the language in force.
import { unreachable } from '../../contract/constants.ts';
import { useSentence } from '../ui/bridge.ts';
import { useLocale } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import type { FormPlace, Problem, Problems } from './form-problems.ts';

/** Says why Send cannot be done. */
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

/** The sentence that is shown at a place; null where nothing is in the way. */
export function useProblemAt(problems: Problems): (place: FormPlace) => string | null {
  const say = useProblemText();
  return (place) => {
    const problem = problems.get(place);
    return problem === undefined ? null : say(problem);
  };
}
