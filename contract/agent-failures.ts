// The failures that the server returns to agents; those of attachments also to the console.
import type { Failure } from './failure.ts';

/** The failures, by code. */
export const AGENT_FAILURES = {
  // enrolment and activation
  'enrolment-key-unknown': {
    status: 403,
    en: 'The help desk does not know this enrolment key. Ask your IT team for a valid one; what you wrote is kept.',
    fr: 'Le centre d’assistance ne connaît pas cette clé d’enrôlement. Demandez-en une valide à votre équipe informatique ; ce que vous avez écrit est conservé.',
  },
  'enrolment-key-expired': {
    status: 403,
    en: 'This enrolment key has expired. Ask your IT team for a new one; what you wrote is kept.',
    fr: 'Cette clé d’enrôlement a expiré. Demandez-en une nouvelle à votre équipe informatique ; ce que vous avez écrit est conservé.',
  },
  'enrolment-key-used-up': {
    status: 403,
    en: 'This enrolment key has admitted as many agents as it may. Ask your IT team for another; what you wrote is kept.',
    fr: 'Cette clé d’enrôlement a admis autant d’agents qu’elle le peut. Demandez-en une autre à votre équipe informatique ; ce que vous avez écrit est conservé.',
  },
  'enrolment-key-elsewhere': {
    status: 403,
    en: 'This enrolment key works only on your organisation’s network. Connect to it, or ask your IT team; what you wrote is kept.',
    fr: 'Cette clé d’enrôlement ne fonctionne que sur le réseau de votre organisation. Connectez-vous-y, ou adressez-vous à votre équipe informatique ; ce que vous avez écrit est conservé.',
  },
  'agent-unknown': {
    status: 401,
    en: 'The help desk does not know this agent. It will enrol again; what you wrote is kept.',
    fr: 'Le centre d’assistance ne connaît pas cet agent. Il va s’enrôler à nouveau ; ce que vous avez écrit est conservé.',
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
  'leave-asked': {
    status: 403,
    en: 'Your IT team has removed this installation. Guichet deletes what it keeps on this computer and starts anew.',
    fr: 'Votre équipe informatique a supprimé cette installation. Guichet efface ce qu’il conserve sur cet ordinateur et repart à neuf.',
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
    en: 'This token has expired. Press Send token to get a new one.',
    fr: 'Ce jeton a expiré. Appuyez sur Envoyer un jeton pour en recevoir un nouveau.',
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
    en: 'A token was sent a moment ago. You can ask for another in {wait}.',
    fr: 'Un jeton vient d’être envoyé. Vous pourrez en demander un autre dans {wait}.',
  },
  'token-limit': {
    status: 429,
    en: 'Too many tokens were asked for in the last hour. You can ask for another in {wait}.',
    fr: 'Trop de jetons ont été demandés depuis une heure. Vous pourrez en demander un autre dans {wait}.',
  },

  // sign-in with the identity provider
  'sign-in-needed': {
    status: 409,
    en: 'Your organisation no longer mails tokens: you confirm your address by signing in. Open Personal settings and press Sign in with your browser.',
    fr: 'Votre organisation n’envoie plus de jetons : vous confirmez votre adresse en vous connectant. Ouvrez Paramètres personnels et appuyez sur Se connecter dans le navigateur.',
  },
  'sign-in-not-offered': {
    status: 409,
    en: 'Your organisation confirms addresses by a mailed token. Open Personal settings again and press Send token.',
    fr: 'Votre organisation confirme les adresses par un jeton envoyé par courriel. Rouvrez Paramètres personnels et appuyez sur Envoyer un jeton.',
  },
  'sign-in-over': {
    status: 422,
    en: 'This sign-in is over: it took too long, was already used, or was begun elsewhere. Nothing was changed; sign in again.',
    fr: 'Cette connexion n’est plus valable : elle a trop duré, a déjà servi ou a commencé ailleurs. Rien n’a été modifié ; connectez-vous à nouveau.',
  },
  'sign-in-refused': {
    status: 422,
    en: 'Your organisation’s sign-in service did not accept the sign-in. Nothing was changed; try again, or ask your IT team.',
    fr: 'Le service de connexion de votre organisation n’a pas accepté la connexion. Rien n’a été modifié ; réessayez, ou adressez-vous à votre équipe informatique.',
    staff: {
      en: 'The identity provider did not accept the sign-in. Nothing was changed; try again, or ask an administrator.',
      fr: 'Le fournisseur d’identité n’a pas accepté la connexion. Rien n’a été modifié ; réessayez, ou adressez-vous à un administrateur.',
    },
  },
  'sign-in-unavailable': {
    status: 503,
    en: 'The help desk cannot reach your organisation’s sign-in service. Nothing was changed; try again later, or ask your IT team.',
    fr: 'Le centre d’assistance n’arrive pas à joindre le service de connexion de votre organisation. Rien n’a été modifié ; réessayez plus tard, ou adressez-vous à votre équipe informatique.',
    staff: {
      en: 'The identity provider cannot be reached. Nothing was changed; try again later, or use your password.',
      fr: 'Le fournisseur d’identité est injoignable. Rien n’a été modifié ; réessayez plus tard, ou utilisez votre mot de passe.',
    },
  },
  'sign-in-unverified': {
    status: 422,
    en: 'Your organisation’s sign-in service gives no verified e-mail address for your account. Nothing was changed; ask your IT team.',
    fr: 'Le service de connexion de votre organisation ne donne pas d’adresse de courriel vérifiée pour votre compte. Rien n’a été modifié ; adressez-vous à votre équipe informatique.',
    staff: {
      en: 'The identity provider gives no verified e-mail address for your account. Nothing was changed; ask an administrator.',
      fr: 'Le fournisseur d’identité ne donne pas d’adresse de courriel vérifiée pour votre compte. Rien n’a été modifié ; adressez-vous à un administrateur.',
    },
  },
  'sign-in-address-refused': {
    status: 422,
    en: 'You signed in as {name}, which your organisation does not accept for this Windows account. Nothing was changed; sign in with your own work account, or ask your IT team.',
    fr: 'La connexion s’est faite en tant que {name}, ce que votre organisation n’accepte pas pour ce compte Windows. Rien n’a été modifié ; connectez-vous avec votre compte professionnel, ou adressez-vous à votre équipe informatique.',
  },
  'sign-in-of-another': {
    status: 409,
    en: 'You signed in with another account or address than before. Sign in again with the one you used before, or ask your IT team to activate Guichet for the new one. What you wrote is kept.',
    fr: 'La connexion s’est faite avec un autre compte ou une autre adresse qu’auparavant. Connectez-vous à nouveau comme auparavant, ou demandez à votre équipe informatique d’activer Guichet pour le nouveau compte. Ce que vous avez écrit est conservé.',
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
    staff: {
      en: 'This was sent before, with other words. Nothing was sent again; what you typed is still on the page.',
      fr: 'Cela a déjà été envoyé, avec d’autres mots. Rien n’a été renvoyé ; ce que vous avez saisi reste sur la page.',
    },
  },
  'ticket-not-found': {
    status: 404,
    en: 'This ticket does not exist, or it is not yours. What you wrote is kept as a draft.',
    fr: 'Ce ticket n’existe pas, ou n’est pas le vôtre. Ce que vous avez écrit est conservé en brouillon.',
    staff: {
      en: 'This ticket does not exist, or you may not see it. Nothing was changed.',
      fr: 'Ce ticket n’existe pas, ou vous n’y avez pas accès. Rien n’a été modifié.',
    },
  },
  'ticket-closed': {
    status: 409,
    en: 'This ticket is closed and accepts no more messages. What you wrote is kept as a draft; create a new ticket.',
    fr: 'Ce ticket est fermé et n’accepte plus de messages. Ce que vous avez écrit est conservé en brouillon ; créez un nouveau ticket.',
    staff: {
      en: 'The ticket is closed, and stays as it is. Nothing was changed or sent; what you typed is still on the page, for another ticket.',
      fr: 'Le ticket est fermé, et reste tel quel. Rien n’a été modifié ni envoyé ; ce que vous avez saisi reste sur la page, pour un autre ticket.',
    },
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
    en: '{reason} Nothing was changed; the ticket shows its present status.',
    fr: '{reason} Rien n’a été modifié ; le ticket montre son état actuel.',
    general: {
      en: 'The ticket has moved on, or this is not yours to decide.',
      fr: 'Le ticket a évolué, ou cette décision ne vous revient pas.',
    },
  },
  'not-taken-there': {
    status: 409,
    en: 'The help desk that has this ticket does not accept this from Guichet. Nothing was sent; what you wrote is kept.',
    fr: 'Le centre d’assistance qui tient ce ticket n’accepte pas cela depuis Guichet. Rien n’a été envoyé ; ce que vous avez écrit est conservé.',
    staff: {
      en: 'The system that has this ticket does not accept this from Guichet. Nothing was sent; do it there.',
      fr: 'Le système qui a ce ticket n’accepte pas cela depuis Guichet. Rien n’a été envoyé ; faites-le là-bas.',
    },
  },
  'announcement-over': {
    status: 409,
    en: 'This announcement is over, so its ticket could not be joined. Create a new ticket if you still have the problem.',
    fr: 'Cette annonce est terminée : son ticket n’a pas pu être rejoint. Créez un nouveau ticket si le problème persiste.',
  },

  // attachments
  'attachments-too-many': {
    status: 422,
    en: 'A ticket or a message can have {limit} files at most. What you wrote is kept; leave some out, or send them in another message.',
    fr: 'Un ticket ou un message peut avoir {limit} fichiers au plus. Ce que vous avez écrit est conservé ; retirez-en, ou envoyez-les dans un autre message.',
    staff: {
      en: 'A message can have {limit} files at most. Nothing was sent; remove some of them, or send them in another message.',
      fr: 'Un message peut avoir {limit} fichiers au plus. Rien n’a été envoyé ; retirez-en, ou envoyez-les dans un autre message.',
    },
  },
  'attachments-too-large': {
    status: 413,
    en: 'The files are larger than {limitMegabytes} MB together. What you wrote is kept; leave some of them out.',
    fr: 'Les fichiers dépassent ensemble {limitMegabytes} Mo. Ce que vous avez écrit est conservé ; retirez-en.',
    staff: {
      en: 'The files are larger than {limitMegabytes} MB together. Nothing was sent; remove some of them.',
      fr: 'Les fichiers dépassent ensemble {limitMegabytes} Mo. Rien n’a été envoyé ; retirez-en.',
    },
  },
  'attachment-type-refused': {
    status: 415,
    en: 'Your IT team does not accept files such as {name}. What you wrote is kept; leave the file out or send it in another form.',
    fr: 'Votre équipe informatique n’accepte pas de fichiers comme {name}. Ce que vous avez écrit est conservé ; retirez le fichier ou envoyez-le sous une autre forme.',
    staff: {
      en: 'This help desk accepts no files such as {name}. Nothing was sent; remove the file, or an administrator allows its type.',
      fr: 'Ce centre d’assistance n’accepte pas de fichiers comme {name}. Rien n’a été envoyé ; retirez le fichier, ou un administrateur autorise son type.',
    },
  },
  'attachment-too-large': {
    status: 413,
    en: 'The file is larger than {limitMegabytes} MB. It was not sent; the rest of your ticket is kept.',
    fr: 'Le fichier dépasse {limitMegabytes} Mo. Il n’a pas été envoyé ; le reste de votre ticket est conservé.',
    staff: {
      en: 'The file is larger than {limitMegabytes} MB. It was not sent; what you typed is still on the page.',
      fr: 'Le fichier dépasse {limitMegabytes} Mo. Il n’a pas été envoyé ; ce que vous avez saisi reste sur la page.',
    },
  },
  'attachment-hash-mismatch': {
    status: 422,
    en: 'The file arrived damaged. It was not kept by the server; it will be sent again.',
    fr: 'Le fichier est arrivé abîmé. Le serveur ne l’a pas conservé ; il sera renvoyé.',
    staff: {
      en: 'The file arrived damaged, and was not kept. What you typed is still on the page; attach the file again.',
      fr: 'Le fichier est arrivé abîmé, et n’a pas été conservé. Ce que vous avez saisi reste sur la page ; joignez-le de nouveau.',
    },
  },
  'attachment-missing': {
    status: 409,
    en: 'The server does not have the attached file yet. Your ticket is kept; the file will be sent again.',
    fr: 'Le serveur n’a pas encore le fichier joint. Votre ticket est conservé ; le fichier sera renvoyé.',
    staff: {
      en: 'The server does not have the attached file yet. Nothing was sent; wait until it has arrived, or attach it again.',
      fr: 'Le serveur n’a pas encore le fichier joint. Rien n’a été envoyé ; attendez qu’il soit arrivé, ou joignez-le de nouveau.',
    },
  },

  // updates
  'no-update': {
    status: 404,
    en: 'No update is offered to this agent.',
    fr: 'Aucune mise à jour n’est proposée à cet agent.',
  },
} as const satisfies Record<string, Failure>;
