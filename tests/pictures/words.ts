// What is written on the tour, in each language, and the windows' own words to find things by.
import type { Language } from '../../contract/words.ts';
import en from '../../resources/locales/renderer.en.json' with { type: 'json' };
import fr from '../../resources/locales/renderer.fr.json' with { type: 'json' };
import { IN_ENGLISH, type PatternWords } from '../e2e/pattern.ts';

interface TourWords {
  pattern: PatternWords;
  technician: string;
  /** the form */
  title: string;
  description: string;
  search: string;
  category: string;
  room: string;
  campus: string;
  colleague: string;
  /** what a colleague asks for */
  request: string;
  unfinished: string;
  /** the ticket of My tickets */
  ticket: string;
  question: string;
  answer: string;
  solution: string;
  note: string;
}

export const WORDS: Record<Language, TourWords> = {
  en: {
    pattern: IN_ENGLISH,
    technician: 'A technician',
    title: 'The projector stays black',
    description: 'Since this morning, with both cables. The next course begins at ten.',
    search: 'projector',
    category: 'Projector or screen',
    room: 'C-310',
    campus: 'South campus',
    colleague: 'A colleague',
    request: 'A computer for a newcomer',
    unfinished: 'The door of room B-206 does not open',
    ticket: 'The room planning cannot be saved',
    question: 'The file server was restarted. Can you try again?',
    answer: 'It still says 0x80070035.',
    solution: 'Gave the shared folder its rights back.',
    note: 'Look here',
  },
  fr: {
    pattern: {
      days: ['Lun', 'Mar', 'Mer', 'Jeu', 'Ven'],
      problem:
        'Le planning des salles n’a pas pu être enregistré : le dossier partagé ne répond pas (0x80070035).',
    },
    technician: 'Un intervenant',
    title: 'Le projecteur reste noir',
    description: 'Depuis ce matin, avec les deux câbles. Le prochain cours commence à dix heures.',
    search: 'projecteur',
    category: 'Projecteur ou écran',
    room: 'C-310',
    campus: 'Campus sud',
    colleague: 'Une collègue',
    request: 'Un ordinateur pour un nouvel arrivant',
    unfinished: 'La porte du local B-206 ne s’ouvre pas',
    ticket: 'Le planning des salles ne s’enregistre pas',
    question: 'Le serveur de fichiers a été redémarré. Pouvez-vous réessayer ?',
    answer: 'Il affiche toujours 0x80070035.',
    solution: 'Droits du dossier partagé rétablis.',
    note: 'Regardez ici',
  },
};

interface Texts {
  [name: string]: string | Texts;
}

/** The text of a key such as `capture.title`, as the windows show it. */
export function textsOf(language: Language): (key: string) => string {
  return (key) => {
    let found: string | Texts | undefined = { en, fr }[language] as Texts;
    for (const name of key.split('.')) found = typeof found === 'object' ? found[name] : undefined;
    if (typeof found !== 'string') throw new Error(`no text is named ${key}`);
    return found;
  };
}
