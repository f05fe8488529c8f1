// The texts that the tours type in each language, and the windows' texts, by which controls are found.
import type { Language } from '../../contract/primitives.ts';
import en from '../../resources/locales/renderer.en.json' with { type: 'json' };
import fr from '../../resources/locales/renderer.fr.json' with { type: 'json' };
import { IN_ENGLISH, type PatternTexts } from '../e2e/pattern.ts';

export interface TourTexts {
  pattern: PatternTexts;
  technician: string;
  /** the agent's user */
  manager: string;
  colleague: string;
  site: string;
  /** the ticket in the form */
  title: string;
  description: string;
  search: string;
  /** branches of the catalogue, opened one after the other */
  branches: [string, string];
  category: string;
  roomLabel: string;
  campus: string;
  /** written on the picture */
  note: string;
  unfinished: string;
  /** reported by a colleague, and announced */
  outage: { title: string; text: string };
  /** the ticket of My tickets */
  ticket: string;
  ticketText: string;
  question: string;
  answer: string;
  solution: string;
  /** a colleague's service request */
  request: string;
  requestText: string;
  /** note to the second help desk */
  handOverNote: string;
  /** why a ticket is pending */
  pendingReason: string;
}

export const TEXTS: Record<Language, TourTexts> = {
  en: {
    pattern: IN_ENGLISH,
    technician: 'A technician',
    manager: 'A manager',
    colleague: 'A colleague',
    site: 'North campus',
    title: 'The projector stays black',
    description: 'Since this morning, with both cables. The next course begins at ten.',
    search: 'projector',
    branches: ['Teaching', 'Classroom equipment'],
    category: 'Projector or screen',
    roomLabel: 'Room',
    campus: 'South campus',
    note: 'Since 8:00',
    unfinished: 'The door of room B-206 does not open',
    outage: {
      title: 'Wi-Fi is slow on the north campus',
      text: 'A cable was cut during the works. It should be over this afternoon.',
    },
    ticket: 'The room planning cannot be saved',
    ticketText: 'Every change is refused, as the picture shows.',
    question: 'The file server was restarted. Can you try again?',
    answer: 'It still says 0x80070035.',
    solution: 'Gave the shared folder its rights back.',
    request: 'A computer for a newcomer',
    requestText: 'A new colleague begins on Monday and needs a laptop with two screens.',
    handOverNote: 'The shared folder is on the server of the group.',
    pendingReason: 'The key is being cut.',
  },
  fr: {
    pattern: {
      days: ['Lun', 'Mar', 'Mer', 'Jeu', 'Ven'],
      problem:
        'Le planning des salles n’a pas pu être enregistré : le dossier partagé ne répond pas (0x80070035).',
    },
    technician: 'Un technicien',
    manager: 'Une responsable',
    colleague: 'Une collègue',
    site: 'Campus nord',
    title: 'Le projecteur reste noir',
    description: 'Depuis ce matin, avec les deux câbles. Le prochain cours commence à dix heures.',
    search: 'projecteur',
    branches: ['Enseignement', 'Équipement de salle'],
    category: 'Projecteur ou écran',
    roomLabel: 'Local',
    campus: 'Campus sud',
    note: 'Depuis 8 h',
    unfinished: 'La porte du local B-206 ne s’ouvre pas',
    outage: {
      title: 'Le Wi-Fi est lent au campus nord',
      text: 'Un câble a été coupé pendant les travaux. Ce devrait être réparé cet après-midi.',
    },
    ticket: 'Le planning des salles ne s’enregistre pas',
    ticketText: 'Chaque modification est refusée, comme le montre l’image.',
    question: 'Le serveur de fichiers a été redémarré. Pouvez-vous réessayer ?',
    answer: 'Il affiche toujours 0x80070035.',
    solution: 'Droits du dossier partagé rétablis.',
    request: 'Un ordinateur pour une nouvelle collègue',
    requestText: 'Elle commence lundi ; il lui faut un ordinateur portable et deux écrans.',
    handOverNote: 'Le dossier partagé est sur le serveur du groupe.',
    pendingReason: 'La clé est en cours de fabrication.',
  },
};

interface Texts {
  [name: string]: string | Texts;
}

/** Returns a function from a key such as `capture.title` to the windows' text. */
export function textsOf(language: Language): (key: string) => string {
  return (key) => {
    let found: string | Texts | undefined = { en, fr }[language] as Texts;
    for (const name of key.split('.')) found = typeof found === 'object' ? found[name] : undefined;
    if (typeof found !== 'string') throw new Error(`no text is named ${key}`);
    return found;
  };
}
