// The closed list of failures a person or a program can meet, each with its HTTP status and its sentence in both languages.
interface Failure {
  /** HTTP status when the server answers with it; 0 for a failure that only exists inside the agent. */
  status: number;
  en: string;
  fr: string;
}

/** `{name}` in a sentence is replaced by the detail of that name. */
export const FAILURES = {
  // any request
  'malformed-json': {
    status: 400,
    en: 'The request is not valid JSON. Nothing was changed.',
    fr: 'La requête n’est pas du JSON valide. Rien n’a été modifié.',
  },
  'invalid-request': {
    status: 400,
    en: 'The request does not have the expected form. Nothing was changed.',
    fr: 'La requête n’a pas la forme attendue. Rien n’a été modifié.',
  },
  'body-too-large': {
    status: 413,
    en: 'The request is larger than this server accepts. Nothing was changed.',
    fr: 'La requête dépasse la taille acceptée par ce serveur. Rien n’a été modifié.',
  },
  'not-found': {
    status: 404,
    en: 'There is nothing at this address, or you may not see it.',
    fr: 'Il n’y a rien à cette adresse, ou vous n’y avez pas accès.',
  },
  'too-many-requests': {
    status: 429,
    en: 'Too many requests. Try again in {retryAfterSeconds} s.',
    fr: 'Trop de requêtes. Réessayez dans {retryAfterSeconds} s.',
  },
  internal: {
    status: 500,
    en: 'The help desk server met an unexpected problem. What was already saved is kept; try again later.',
    fr: 'Le serveur d’assistance a rencontré un problème inattendu. Ce qui était enregistré est conservé ; réessayez plus tard.',
  },

  // releases of the agent
  'release-unreadable': {
    status: 422,
    en: 'This is not a channel file that electron-builder wrote, such as latest.yml. Nothing was added: {reason}.',
    fr: 'Ce n’est pas un fichier de canal écrit par electron-builder, comme latest.yml. Rien n’a été ajouté : {reason}.',
  },
  'release-exists': {
    status: 409,
    en: 'Version {name} is here already. Nothing was changed; remove it first, or build another version.',
    fr: 'La version {name} est déjà là. Rien n’a été modifié ; retirez-la d’abord, ou construisez une autre version.',
  },
  'release-older': {
    status: 422,
    en: 'This channel has the later version {name} already. Nothing was added; say so if you mean it.',
    fr: 'Ce canal a déjà la version {name}, plus récente. Rien n’a été ajouté ; indiquez-le si c’est voulu.',
  },
  'release-incomplete': {
    status: 409,
    en: 'The file {name} of this release is missing. It stays paused; send the file first.',
    fr: 'Le fichier {name} de cette version manque. Elle reste en pause ; envoyez d’abord le fichier.',
  },
  'release-file-mismatch': {
    status: 422,
    en: '{name} is not the file that the channel file describes: size or SHA-512 differ. It was not kept; choose the files of one build.',
    fr: '{name} n’est pas le fichier décrit par le fichier de canal : la taille ou le SHA-512 diffère. Il n’a pas été conservé ; choisissez les fichiers d’une même construction.',
  },
  'release-file-unknown': {
    status: 422,
    en: '{name} is no file of this release. It was not kept.',
    fr: '{name} n’est pas un fichier de cette version. Il n’a pas été conservé.',
  },
  'release-offered': {
    status: 409,
    en: 'This release is being offered. Nothing was removed; pause it first.',
    fr: 'Cette version est proposée en ce moment. Rien n’a été retiré ; mettez-la d’abord en pause.',
  },
  'no-update': {
    status: 404,
    en: 'No update is offered to this agent.',
    fr: 'Aucune mise à jour n’est proposée à cet agent.',
  },

  // enrolment and activation
  'enrolment-key-unknown': {
    status: 403,
    en: 'The help desk does not know this enrolment key. Ask your IT team for a valid one; what you wrote is kept.',
    fr: 'Le centre d’assistance ne connaît pas cette clé d’enrôlement. Demandez-en une valide à votre équipe informatique ; ce que vous avez écrit est conservé.',
  },
  'agent-unknown': {
    status: 401,
    en: 'The help desk does not know this agent. It will introduce itself again; what you wrote is kept.',
    fr: 'Le centre d’assistance ne connaît pas cet agent. Il va se présenter à nouveau ; ce que vous avez écrit est conservé.',
  },
  'agent-not-active': {
    status: 403,
    en: 'Your IT team has not activated Guichet for you yet. What you wrote is kept and will be sent after activation.',
    fr: 'Votre équipe informatique n’a pas encore activé Guichet pour vous. Ce que vous avez écrit est conservé et sera envoyé après l’activation.',
  },
  'agent-suspended': {
    status: 403,
    en: 'Your IT team has suspended Guichet for you. What you wrote is kept; ask your IT team to activate it again.',
    fr: 'Votre équipe informatique a suspendu Guichet pour vous. Ce que vous avez écrit est conservé ; demandez-lui de le réactiver.',
  },
  'agent-retired': {
    status: 403,
    en: 'Your IT team has retired this agent. What you wrote is kept on this computer; ask your IT team.',
    fr: 'Votre équipe informatique a retiré cet agent. Ce que vous avez écrit reste sur cet ordinateur ; adressez-vous à elle.',
  },

  // confirmation of the address
  'address-not-confirmed': {
    status: 403,
    en: 'Your e-mail address is not confirmed yet. What you wrote is kept; confirm the address in Personal settings.',
    fr: 'Votre adresse de courriel n’est pas encore confirmée. Ce que vous avez écrit est conservé ; confirmez l’adresse dans Paramètres personnels.',
  },
  'address-outside-organisation': {
    status: 422,
    en: 'This address is not one of your organisation’s. No mail was sent; use your work address.',
    fr: 'Cette adresse n’est pas de votre organisation. Aucun courriel n’a été envoyé ; utilisez votre adresse professionnelle.',
  },
  'address-of-directory': {
    status: 422,
    en: 'Your organisation’s directory gives your Windows account another address, or none. No mail was sent; use your own work address, or ask your IT team.',
    fr: 'L’annuaire de votre organisation donne à votre compte Windows une autre adresse, ou aucune. Aucun courriel n’a été envoyé ; utilisez votre propre adresse professionnelle, ou adressez-vous à votre équipe informatique.',
  },
  'token-wrong': {
    status: 422,
    en: 'This is not the token we sent. Tries left: {triesLeft}.',
    fr: 'Ce n’est pas le jeton envoyé. Essais restants : {triesLeft}.',
  },
  'token-expired': {
    status: 422,
    en: 'This token is older than 10 minutes. Press Send token to get a new one.',
    fr: 'Ce jeton a plus de 10 minutes. Appuyez sur Envoyer un jeton pour en recevoir un nouveau.',
  },
  'token-used': {
    status: 422,
    en: 'This token has already been used. Press Send token if you need a new one.',
    fr: 'Ce jeton a déjà servi. Appuyez sur Envoyer un jeton s’il vous en faut un nouveau.',
  },
  'token-locked': {
    status: 422,
    en: 'Too many wrong tries: this token no longer works. Press Send token to get a new one.',
    fr: 'Trop d’essais erronés : ce jeton ne fonctionne plus. Appuyez sur Envoyer un jeton pour en recevoir un nouveau.',
  },
  'token-not-sent': {
    status: 422,
    en: 'No token was sent to this address. Press Send token first.',
    fr: 'Aucun jeton n’a été envoyé à cette adresse. Appuyez d’abord sur Envoyer un jeton.',
  },
  'token-too-soon': {
    status: 429,
    en: 'A token was sent a moment ago. You can ask for another in {retryAfterSeconds} s.',
    fr: 'Un jeton vient d’être envoyé. Vous pourrez en demander un autre dans {retryAfterSeconds} s.',
  },
  'token-limit': {
    status: 429,
    en: 'Too many tokens were asked for in the last hour. You can ask for another in {retryAfterSeconds} s.',
    fr: 'Trop de jetons ont été demandés depuis une heure. Vous pourrez en demander un autre dans {retryAfterSeconds} s.',
  },
  'mail-failed': {
    status: 502,
    en: 'The help desk could not send the mail. Your settings are kept; try again in a few minutes.',
    fr: 'Le centre d’assistance n’a pas pu envoyer le courriel. Vos paramètres sont conservés ; réessayez dans quelques minutes.',
  },

  // commands
  'command-unknown': {
    status: 422,
    en: 'The help desk server does not know this kind of request; it is older than this agent. What you wrote is kept as a draft.',
    fr: 'Le serveur d’assistance ne connaît pas ce type de demande ; il est plus ancien que cet agent. Ce que vous avez écrit est conservé en brouillon.',
  },
  'command-invalid': {
    status: 422,
    en: 'The help desk could not read this request. What you wrote is kept as a draft.',
    fr: 'Le centre d’assistance n’a pas pu lire cette demande. Ce que vous avez écrit est conservé en brouillon.',
  },
  'title-empty': {
    status: 422,
    en: 'A ticket needs a title. What you wrote is kept; add a few words in Title.',
    fr: 'Un ticket a besoin d’un titre. Ce que vous avez écrit est conservé ; ajoutez quelques mots dans Titre.',
  },
  'title-too-long': {
    status: 422,
    en: 'The title is longer than {limit} characters. What you wrote is kept; shorten it and put the rest in Description.',
    fr: 'Le titre dépasse {limit} caractères. Ce que vous avez écrit est conservé ; raccourcissez-le et mettez le reste dans Description.',
  },
  'text-empty': {
    status: 422,
    en: 'There is no text to send. Write a message first.',
    fr: 'Il n’y a pas de texte à envoyer. Écrivez d’abord un message.',
  },
  'text-too-long': {
    status: 422,
    en: 'The text is longer than {limit} characters. What you wrote is kept; shorten it and send it again.',
    fr: 'Le texte dépasse {limit} caractères. Ce que vous avez écrit est conservé ; raccourcissez-le puis renvoyez-le.',
  },
  'key-reused': {
    status: 409,
    en: 'This request has the same key as a different one sent before. It was not carried out; what you wrote is kept as a draft.',
    fr: 'Cette demande porte la même clé qu’une autre, différente, déjà envoyée. Elle n’a pas été exécutée ; ce que vous avez écrit est conservé en brouillon.',
  },
  'ticket-not-found': {
    status: 404,
    en: 'This ticket does not exist, or it is not yours. What you wrote is kept as a draft.',
    fr: 'Ce ticket n’existe pas, ou n’est pas le vôtre. Ce que vous avez écrit est conservé en brouillon.',
  },
  'ticket-closed': {
    status: 409,
    en: 'This ticket is closed and takes no more messages. What you wrote is kept as a draft; create a new ticket.',
    fr: 'Ce ticket est fermé et ne reçoit plus de messages. Ce que vous avez écrit est conservé en brouillon ; créez un nouveau ticket.',
  },
  'cursor-ahead': {
    status: 409,
    en: 'This agent has seen changes that the server does not have. Nothing was changed; the agent will read everything again.',
    fr: 'Cet agent a vu des changements que le serveur n’a pas. Rien n’a été modifié ; l’agent va tout relire.',
  },

  'category-gone': {
    status: 409,
    en: 'This category is not in your organisation’s catalogue. What you wrote is kept as a draft; choose another category.',
    fr: 'Cette catégorie n’est pas au catalogue de votre organisation. Ce que vous avez écrit est conservé en brouillon ; choisissez-en une autre.',
  },
  'person-unknown': {
    status: 422,
    en: '{name} is not among the people of your organisation. What you wrote is kept as a draft; choose somebody else.',
    fr: '{name} ne figure pas parmi les personnes de votre organisation. Ce que vous avez écrit est conservé en brouillon ; choisissez quelqu’un d’autre.',
  },
  'act-not-allowed': {
    status: 409,
    en: 'The ticket has moved on, or this is not yours to decide. Nothing was changed; the ticket shows its present status.',
    fr: 'Le ticket a évolué, ou cette décision ne vous revient pas. Rien n’a été modifié ; le ticket montre son état actuel.',
  },
  'not-taken-there': {
    status: 409,
    en: 'The help desk that has this ticket does not take this from Guichet. Nothing was sent; what you wrote is kept.',
    fr: 'Le centre d’assistance qui tient ce ticket n’accepte pas cela depuis Guichet. Rien n’a été envoyé ; ce que vous avez écrit est conservé.',
  },
  'announcement-over': {
    status: 409,
    en: 'This announcement is over, so its ticket could not be joined. Create a new ticket if you still have the problem.',
    fr: 'Cette annonce est terminée : son ticket n’a pas pu être rejoint. Créez un nouveau ticket si le problème persiste.',
  },

  // announcements
  'announcement-ticket-unknown': {
    status: 422,
    en: 'That organisation has no ticket with this number. Nothing was published; check the number, or leave it out.',
    fr: 'Cette organisation n’a pas de ticket portant ce numéro. Rien n’a été publié ; vérifiez le numéro, ou laissez-le vide.',
  },
  'announcement-withdrawn': {
    status: 409,
    en: 'This announcement was withdrawn in the meantime. Nothing was changed; publish a new one if it is still needed.',
    fr: 'Cette annonce a été retirée entre-temps. Rien n’a été modifié ; publiez-en une autre si elle est encore utile.',
  },

  // attachments
  'attachments-too-many': {
    status: 422,
    en: 'A ticket or a message takes {limit} files at most. What you wrote is kept; leave some out, or send them in another message.',
    fr: 'Un ticket ou un message accepte {limit} fichiers au plus. Ce que vous avez écrit est conservé ; retirez-en, ou envoyez-les dans un autre message.',
  },
  'attachments-too-large': {
    status: 413,
    en: 'The files are larger than {limitMegabytes} MB together. What you wrote is kept; leave some of them out.',
    fr: 'Les fichiers dépassent ensemble {limitMegabytes} Mo. Ce que vous avez écrit est conservé ; retirez-en.',
  },
  'attachment-type-refused': {
    status: 415,
    en: 'Your IT team does not accept files such as {name}. What you wrote is kept; leave the file out or send it in another form.',
    fr: 'Votre équipe informatique n’accepte pas de fichiers comme {name}. Ce que vous avez écrit est conservé ; retirez le fichier ou envoyez-le sous une autre forme.',
  },
  'attachment-too-large': {
    status: 413,
    en: 'The file is larger than {limitMegabytes} MB. It was not sent; the rest of your ticket is kept.',
    fr: 'Le fichier dépasse {limitMegabytes} Mo. Il n’a pas été envoyé ; le reste de votre ticket est conservé.',
  },
  'attachment-hash-mismatch': {
    status: 422,
    en: 'The file arrived damaged. It was not kept by the server; it will be sent again.',
    fr: 'Le fichier est arrivé abîmé. Le serveur ne l’a pas conservé ; il sera renvoyé.',
  },
  'attachment-missing': {
    status: 409,
    en: 'The server does not have the attached file yet. Your ticket is kept; the file will be sent again.',
    fr: 'Le serveur n’a pas encore le fichier joint. Votre ticket est conservé ; le fichier sera renvoyé.',
  },

  // console
  'not-signed-in': {
    status: 401,
    en: 'You are not signed in, or your session has ended. Sign in again.',
    fr: 'Vous n’êtes pas connecté, ou votre session est terminée. Connectez-vous à nouveau.',
  },
  'credentials-wrong': {
    status: 401,
    en: 'The address or the password is not right.',
    fr: 'L’adresse ou le mot de passe est incorrect.',
  },
  'setup-link-invalid': {
    status: 403,
    en: 'This set-up link has already been used or is not valid. Sign in instead; a server without an administrator prints a new link each time it starts.',
    fr: 'Ce lien de mise en service a déjà servi ou n’est pas valide. Connectez-vous ; un serveur sans administrateur affiche un nouveau lien à chaque démarrage.',
  },
  'foreign-origin': {
    status: 403,
    en: 'The request does not come from this console. Nothing was changed.',
    fr: 'La requête ne vient pas de cette console. Rien n’a été modifié.',
  },
  'administrator-only': {
    status: 403,
    en: 'Only an administrator may do this. Nothing was changed.',
    fr: 'Seul un administrateur peut faire cela. Rien n’a été modifié.',
  },
  'organisation-exists': {
    status: 409,
    en: 'An organisation with this name exists already. Nothing was changed.',
    fr: 'Une organisation de ce nom existe déjà. Rien n’a été modifié.',
  },
  'transition-not-allowed': {
    status: 409,
    en: 'The status of the ticket does not allow this. Nothing was changed; the page shows its present status.',
    fr: 'L’état du ticket ne le permet pas. Rien n’a été modifié ; la page montre son état actuel.',
  },

  'already-handed-over': {
    status: 409,
    en: 'The ticket was handed over already. Nothing was changed; the page shows where it is.',
    fr: 'Le ticket a déjà été transmis. Rien n’a été modifié ; la page montre où il se trouve.',
  },

  // backends
  'backend-in-use': {
    status: 409,
    en: 'Tickets live on this backend, or a route leads to it. Nothing was changed; a backend without tickets can be removed once its routes lead elsewhere.',
    fr: 'Des tickets vivent sur ce système, ou une route y mène. Rien n’a été modifié ; un système sans tickets peut être retiré quand ses routes mènent ailleurs.',
  },
  'backend-secrets-needed': {
    status: 422,
    en: 'The password, the token or the key has to be entered again: the address changed, or what was kept can no longer be opened. Nothing was changed.',
    fr: 'Le mot de passe, le jeton ou la clé doit être saisi à nouveau : l’adresse a changé, ou ce qui était conservé ne peut plus être ouvert. Rien n’a été modifié.',
  },
  'pattern-unusable': {
    status: 422,
    en: 'The pattern {name} cannot be used: it has to be a regular expression with one group, in parentheses, around what it is to find. Nothing was changed.',
    fr: 'Le motif {name} est inutilisable : il doit être une expression régulière avec un groupe, entre parenthèses, autour de ce qu’il doit trouver. Rien n’a été modifié.',
  },
  'backend-failed': {
    status: 502,
    en: 'The backend {name} did not give what was asked ({reason}). Nothing was changed; test its connection.',
    fr: 'Le système {name} n’a pas donné ce qui était demandé ({reason}). Rien n’a été modifié ; testez sa connexion.',
  },
  'route-target-unknown': {
    status: 422,
    en: 'A route names an organisation or a backend that is no longer there. Nothing was changed; load the page again.',
    fr: 'Une route nomme une organisation ou un système qui n’existe plus. Rien n’a été modifié ; rechargez la page.',
  },
  'approver-unknown': {
    status: 409,
    en: '{name} has to approve an entry of this catalogue and is not in the organisation’s directory. The catalogue was not changed; import the directory first.',
    fr: '{name} doit approuver une entrée de ce catalogue et n’est pas dans l’annuaire de l’organisation. Le catalogue n’a pas été modifié ; importez d’abord l’annuaire.',
  },

  // only inside the agent
  'server-unreachable': {
    status: 0,
    en: 'The help desk cannot be reached. What you wrote is kept; try again when the network is back.',
    fr: 'Le centre d’assistance est injoignable. Ce que vous avez écrit est conservé ; réessayez au retour du réseau.',
  },
  'capture-failed': {
    status: 0,
    en: 'The screen could not be captured: it may be locked or protected. You can send the ticket without a picture.',
    fr: 'L’écran n’a pas pu être capturé : il est peut-être verrouillé ou protégé. Vous pouvez envoyer le ticket sans image.',
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
    en: '{name} is empty: it has no byte to send. It was not attached.',
    fr: '{name} est vide : il n’a aucun octet à envoyer. Il n’a pas été joint.',
  },
  'file-unreadable': {
    status: 0,
    en: '{name} could not be read: it was moved, deleted, or is in use. It was not attached; try again.',
    fr: '{name} n’a pas pu être lu : il a été déplacé, supprimé, ou est en cours d’utilisation. Il n’a pas été joint ; réessayez.',
  },
  'file-is-folder': {
    status: 0,
    en: '{name} is a folder. It was not attached; choose the files in it, or make one compressed file of it.',
    fr: '{name} est un dossier. Il n’a pas été joint ; choisissez les fichiers qu’il contient, ou faites-en un fichier compressé.',
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
    en: 'The update is not what its publisher made. It was not installed; Guichet goes on as it is, and your IT team finds the reason in its log.',
    fr: 'La mise à jour n’est pas celle de son éditeur. Elle n’a pas été installée ; Guichet continue tel quel, et votre équipe informatique en trouve la raison dans son journal.',
  },
  'database-newer': {
    status: 0,
    en: 'The data on this computer was written by a newer Guichet. Nothing was changed; install the current version again.',
    fr: 'Les données de cet ordinateur ont été écrites par un Guichet plus récent. Rien n’a été modifié ; réinstallez la version à jour.',
  },
  'secrets-unavailable': {
    status: 0,
    en: 'This system offers no protected place for keys, so Guichet cannot keep your tickets safely. Nothing was stored; ask your IT team.',
    fr: 'Ce système n’offre pas d’endroit protégé pour les clés : Guichet ne peut pas conserver vos tickets en sécurité. Rien n’a été enregistré ; adressez-vous à votre équipe informatique.',
  },
  'secrets-lost': {
    status: 0,
    en: 'The keys that protect what Guichet keeps on this computer cannot be opened. Nothing was changed; ask your IT team.',
    fr: 'Les clés qui protègent ce que Guichet conserve sur cet ordinateur ne peuvent pas être ouvertes. Rien n’a été modifié ; adressez-vous à votre équipe informatique.',
  },
  'storage-failed': {
    status: 0,
    en: 'This computer could not write to its disk. What was already saved is kept, and what you see here is not saved yet; free some space and try again.',
    fr: 'Cet ordinateur n’a pas pu écrire sur son disque. Ce qui était enregistré est conservé, ce que vous voyez ici ne l’est pas encore ; libérez de la place puis réessayez.',
  },
  'agent-failed': {
    status: 0,
    en: 'Guichet met an unexpected problem on this computer. What was already saved is kept; try again, and tell your IT team if it comes back.',
    fr: 'Guichet a rencontré un problème inattendu sur cet ordinateur. Ce qui était enregistré est conservé ; réessayez, et prévenez votre équipe informatique si cela se reproduit.',
  },
  'not-configured': {
    status: 0,
    en: 'Guichet does not know the address of your help desk. Ask your IT team; what you wrote is kept.',
    fr: 'Guichet ne connaît pas l’adresse de votre centre d’assistance. Adressez-vous à votre équipe informatique ; ce que vous avez écrit est conservé.',
  },
} as const satisfies Record<string, Failure>;
