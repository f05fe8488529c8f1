// The failures that only exist inside the agent or the console: no server returns them.
import type { Failure } from './failure.ts';

/** The failures, by code; each has the status 0. */
export const LOCAL_FAILURES = {
  'server-unreachable': {
    status: 0,
    en: 'The help desk cannot be reached. What you wrote is kept; try again when the network is back.',
    fr: 'Le centre d’assistance est injoignable. Ce que vous avez écrit est conservé ; réessayez au retour du réseau.',
  },
  'sign-in-cancelled': {
    status: 0,
    en: 'The sign-in was cancelled. Nothing was changed; sign in again when you like.',
    fr: 'La connexion a été annulée. Rien n’a été modifié ; connectez-vous à nouveau quand vous voulez.',
  },
  'sign-in-timed-out': {
    status: 0,
    en: 'Nobody signed in within {limit} minutes. Nothing was changed; sign in again.',
    fr: 'Personne ne s’est connecté en {limit} minutes. Rien n’a été modifié ; connectez-vous à nouveau.',
  },
  'sign-in-not-opened': {
    status: 0,
    en: 'The sign-in page could not be opened in your browser. Nothing was changed; try again, or ask your IT team.',
    fr: 'La page de connexion n’a pas pu être ouverte dans votre navigateur. Rien n’a été modifié ; réessayez, ou adressez-vous à votre équipe informatique.',
  },
  'passkey-not-used': {
    status: 0,
    en: 'No passkey was used: the browser’s question was closed, or it took too long. Nothing was changed; try again, or use your password.',
    fr: 'Aucune clé d’accès n’a servi : la question du navigateur a été fermée, ou le délai est dépassé. Rien n’a été modifié ; réessayez, ou utilisez votre mot de passe.',
  },
  'passkey-present': {
    status: 0,
    en: 'Your account has a passkey of this device already. Nothing was added; use another device.',
    fr: 'Votre compte a déjà une clé d’accès de cet appareil. Rien n’a été ajouté ; utilisez un autre appareil.',
  },
  'more-to-lose': {
    status: 0,
    en: 'More would be lost than a moment ago, or the help desk cannot be reached any more. Nothing was deleted; look again.',
    fr: 'Vous perdriez plus qu’il y a un instant, ou le centre d’assistance n’est plus joignable. Rien n’a été effacé ; vérifiez à nouveau.',
  },
  'capture-failed': {
    status: 0,
    en: 'The screen could not be captured: it may be locked or protected. You can send the ticket without a picture.',
    fr: 'L’écran n’a pas pu être capturé : il est peut-être verrouillé ou protégé. Vous pouvez envoyer le ticket sans image.',
  },
  'capture-unsure': {
    status: 0,
    en: 'Guichet could not tell which screen you were on, so none of the pictures is sent yet. Choose the one to include.',
    fr: 'Guichet n’a pas pu déterminer sur quel écran vous étiez : aucune des images n’est encore jointe. Choisissez celle à joindre.',
  },
  'capture-blank': {
    status: 0,
    en: 'The picture is of one colour: what was on the screen is protected, or nothing was shown. You can leave it out or take another.',
    fr: 'L’image est d’une seule couleur : ce que montrait l’écran est protégé, ou rien n’était affiché. Vous pouvez la retirer ou en prendre une autre.',
  },
  'capture-forbidden': {
    status: 0,
    en: 'Your IT team does not allow screenshots on this computer. You can send the ticket without a picture.',
    fr: 'Votre équipe informatique n’autorise pas les captures d’écran sur cet ordinateur. Vous pouvez envoyer le ticket sans image.',
  },
  'picture-unreadable': {
    status: 0,
    en: 'This is not a picture that Guichet can read. Nothing was attached; attach it as a file instead.',
    fr: 'Guichet ne peut pas lire cette image. Rien n’a été joint ; joignez-la plutôt comme fichier.',
  },
  'file-empty': {
    status: 0,
    en: '{name} is empty: it has no bytes to send. It was not attached.',
    fr: '{name} est vide : il n’a aucun octet à envoyer. Il n’a pas été joint.',
  },
  'file-unreadable': {
    status: 0,
    en: '{name} could not be read: it was moved, deleted, or is in use. It was not attached; try again.',
    fr: '{name} n’a pas pu être lu : il a été déplacé, supprimé, ou est en cours d’utilisation. Il n’a pas été joint ; réessayez.',
  },
  'file-is-folder': {
    status: 0,
    en: '{name} is a folder. It was not attached; choose the files in it, or compress it into one file.',
    fr: '{name} est un dossier. Il n’a pas été joint ; choisissez les fichiers qu’il contient, ou compressez-le en un seul fichier.',
  },
  'attachment-unavailable': {
    status: 0,
    en: 'This file is not on this computer and the help desk cannot be reached. Try again when the network is back.',
    fr: 'Ce fichier n’est pas sur cet ordinateur et le centre d’assistance est injoignable. Réessayez au retour du réseau.',
  },
  'form-newer': {
    status: 0,
    en: 'This category asks for something that this version of Guichet cannot show. What you wrote is kept; choose another category, or ask your IT team to update Guichet.',
    fr: 'Cette catégorie demande une information que cette version de Guichet ne sait pas afficher. Ce que vous avez écrit est conservé ; choisissez une autre catégorie, ou demandez à votre équipe informatique de mettre Guichet à jour.',
  },
  'answers-incomplete': {
    status: 0,
    en: 'Something that this category asks for is missing or cannot be used. What you wrote is kept; the fields say what is needed.',
    fr: 'Une information que cette catégorie demande manque ou n’est pas utilisable. Ce que vous avez écrit est conservé ; les champs disent ce qu’il faut.',
  },
  'draft-gone': {
    status: 0,
    en: 'This draft was already sent or discarded. Look for it in My tickets.',
    fr: 'Ce brouillon a déjà été envoyé ou abandonné. Cherchez-le dans Mes tickets.',
  },
  'update-refused': {
    status: 0,
    en: 'The update is not the one that its publisher built. It was not installed, and Guichet keeps its present version. Your IT team can find the reason in the log.',
    fr: 'La mise à jour n’est pas celle que son éditeur a construite. Elle n’a pas été installée, et Guichet garde sa version actuelle. Votre équipe informatique peut en trouver la raison dans le journal.',
  },
  'database-newer': {
    status: 0,
    en: 'The data on this computer was written by a newer Guichet. Nothing was changed; install the current version again.',
    fr: 'Les données de cet ordinateur ont été écrites par un Guichet plus récent. Rien n’a été modifié ; réinstallez la version à jour.',
  },
  'secrets-unavailable': {
    status: 0,
    en: 'This system offers no protected place for keys at the moment, so Guichet cannot keep your tickets safely. What was saved is kept, and Guichet tries again by itself; if this stays, ask your IT team.',
    fr: 'Ce système n’offre pas d’endroit protégé pour les clés pour le moment : Guichet ne peut pas conserver vos tickets en sécurité. Ce qui était enregistré est conservé, et Guichet réessaie de lui-même ; si cela dure, adressez-vous à votre équipe informatique.',
  },
  'secrets-lost': {
    status: 0,
    en: 'The keys that protect what Guichet keeps on this computer cannot be opened. Nothing was changed; ask your IT team.',
    fr: 'Les clés qui protègent ce que Guichet conserve sur cet ordinateur ne peuvent pas être ouvertes. Rien n’a été modifié ; adressez-vous à votre équipe informatique.',
  },
  'storage-damaged': {
    status: 0,
    en: 'What Guichet keeps on this computer is damaged. Guichet starts again by itself; what you wrote here and everything that can still be read are kept.',
    fr: 'Les données que Guichet conserve sur cet ordinateur sont endommagées. Guichet redémarre de lui-même ; ce que vous avez écrit ici et tout ce qui est encore lisible sont conservés.',
  },
  'storage-read-only': {
    status: 0,
    en: 'Guichet may only read its folder on this computer at the moment, and cannot save. What was already saved is kept; Guichet goes on by itself as soon as it can write. If this stays, ask your IT team.',
    fr: 'Guichet ne peut que lire son dossier sur cet ordinateur pour le moment, et ne peut rien enregistrer. Ce qui était enregistré est conservé ; Guichet reprend de lui-même dès qu’il peut écrire. Si cela dure, adressez-vous à votre équipe informatique.',
  },
  'storage-busy': {
    status: 0,
    en: 'Another program is using Guichet’s data on this computer. What you wrote is kept here; Guichet saves it by itself as soon as the other program is done.',
    fr: 'Un autre programme utilise les données de Guichet sur cet ordinateur. Ce que vous avez écrit reste ici ; Guichet l’enregistre de lui-même dès que l’autre programme a terminé.',
  },
  'storage-failed': {
    status: 0,
    en: 'This computer could not write to its disk. What was already saved is kept, and what you see here is not saved yet; free some space and try again.',
    fr: 'Cet ordinateur n’a pas pu écrire sur son disque. Ce qui était enregistré est conservé, ce que vous voyez ici ne l’est pas encore ; libérez de la place puis réessayez.',
  },
  'agent-failed': {
    status: 0,
    en: 'Guichet had an unexpected problem on this computer. What was already saved is kept; try again, and tell your IT team if it comes back.',
    fr: 'Guichet a rencontré un problème inattendu sur cet ordinateur. Ce qui était enregistré est conservé ; réessayez, et prévenez votre équipe informatique si cela se reproduit.',
  },
  'not-configured': {
    status: 0,
    en: 'Guichet does not know the address of your help desk. Ask your IT team; what you wrote is kept.',
    fr: 'Guichet ne connaît pas l’adresse de votre centre d’assistance. Adressez-vous à votre équipe informatique ; ce que vous avez écrit est conservé.',
  },
  'server-insecure': {
    status: 0,
    en: 'The address of your help desk begins with http:// and is not protected. Ask your IT team for one with https://; what you wrote is kept.',
    fr: 'L’adresse de votre centre d’assistance commence par http:// et n’est pas protégée. Demandez-en une en https:// à votre équipe informatique ; ce que vous avez écrit est conservé.',
  },
} as const satisfies Record<string, Failure>;
