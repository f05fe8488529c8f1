// The failures that the server returns to the console.
import type { Failure } from './failure.ts';

/** The failures, by code. */
export const CONSOLE_FAILURES = {
  // sessions, organisations and tickets
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
  'second-factor-needed': {
    status: 401,
    en: 'Type the code that your authenticator app shows, or one of your recovery codes.',
    fr: 'Saisissez le code affiché par votre application d’authentification, ou l’un de vos codes de secours.',
  },
  'second-factor-wrong': {
    status: 422,
    en: 'This code is not right, or it was used already. Wait for the next code of the app, or use a recovery code.',
    fr: 'Ce code est incorrect ou a déjà servi. Attendez le code suivant de l’application, ou utilisez un code de secours.',
  },
  'second-factor-due': {
    status: 403,
    en: 'A second factor is demanded of you. Set it up first; nothing was changed.',
    fr: 'Un second facteur est exigé de vous. Configurez-le d’abord ; rien n’a été modifié.',
  },
  'second-factor-demanded': {
    status: 409,
    en: 'A second factor is demanded of administrators, so yours cannot be removed. You can replace it.',
    fr: 'Un second facteur est exigé des administrateurs : le vôtre ne peut pas être supprimé. Vous pouvez le remplacer.',
  },
  'second-factor-not-begun': {
    status: 409,
    en: 'Setting up was begun too long ago. Nothing was changed; begin again with a new QR code.',
    fr: 'La configuration a été commencée il y a trop longtemps. Rien n’a été modifié ; recommencez avec un nouveau code QR.',
  },
  'proof-needed': {
    status: 403,
    en: 'This needs a new proof that it is you. Nothing was changed; confirm that it is you, and try again.',
    fr: 'Une nouvelle preuve de votre identité est nécessaire. Rien n’a été modifié ; confirmez que c’est vous, puis réessayez.',
  },
  'passkeys-unavailable': {
    status: 409,
    en: 'Passkeys need the public address of this server (PUBLIC_URL), with https and a host name. Nothing was changed; sign in with your password.',
    fr: 'Les clés d’accès demandent l’adresse publique de ce serveur (PUBLIC_URL), en https et avec un nom d’hôte. Rien n’a été modifié ; connectez-vous avec votre mot de passe.',
  },
  'passkey-refused': {
    status: 422,
    en: 'This passkey was not accepted: it was removed, or it took too long. Nothing was changed; try again, or use your password.',
    fr: 'Cette clé d’accès n’a pas été acceptée : elle a été supprimée, ou le délai est dépassé. Rien n’a été modifié ; réessayez, ou utilisez votre mot de passe.',
  },
  'passkeys-full': {
    status: 409,
    en: 'An account has {limit} passkeys at most. Nothing was added; remove one that you no longer use.',
    fr: 'Un compte a au plus {limit} clés d’accès. Rien n’a été ajouté ; supprimez-en une qui ne sert plus.',
  },
  'sign-in-no-role': {
    status: 403,
    en: 'The identity provider puts you in no group that works at this help desk, so you were not signed in, and your sessions have ended. Ask an administrator.',
    fr: 'Le fournisseur d’identité ne vous place dans aucun groupe de ce centre d’assistance : la connexion est refusée, et vos sessions sont terminées. Adressez-vous à un administrateur.',
  },
  'sign-in-account-refused': {
    status: 403,
    en: 'You were not signed in: the account of your address is deactivated, or it is not certain that it is yours. Nothing was changed; use your password, or ask an administrator.',
    fr: 'La connexion est refusée : le compte de votre adresse est désactivé, ou il n’est pas certain qu’il soit le vôtre. Rien n’a été modifié ; utilisez votre mot de passe, ou adressez-vous à un administrateur.',
  },
  'password-wrong': {
    status: 422,
    en: 'This is not your current password. Nothing was changed.',
    fr: 'Ce n’est pas votre mot de passe actuel. Rien n’a été modifié.',
  },
  'password-guessable': {
    status: 422,
    en: 'This password is easy to guess: it is common, or made of your name, your address or the product’s. Nothing was changed; choose another.',
    fr: 'Ce mot de passe est facile à deviner : il est courant, ou formé de votre nom, de votre adresse ou du nom du produit. Rien n’a été modifié ; choisissez-en un autre.',
  },
  'setup-link-invalid': {
    status: 403,
    en: 'This set-up link has already been used or is not valid. Sign in instead; a server without an administrator prints a new link each time it starts.',
    fr: 'Ce lien de mise en service a déjà servi ou n’est pas valide. Connectez-vous ; un serveur sans administrateur affiche un nouveau lien à chaque démarrage.',
  },
  'staff-exists': {
    status: 409,
    en: 'Somebody of the staff has this address already. No mail was sent; if they are deactivated, reactivate them.',
    fr: 'Quelqu’un du personnel a déjà cette adresse. Aucun courriel n’a été envoyé ; si cette personne est désactivée, réactivez-la.',
  },
  'invitation-exists': {
    status: 409,
    en: 'This address has been invited already. No mail was sent; send the invitation again, or withdraw it first.',
    fr: 'Cette adresse a déjà été invitée. Aucun courriel n’a été envoyé ; renvoyez l’invitation, ou retirez-la d’abord.',
  },
  'invitation-invalid': {
    status: 403,
    en: 'This invitation was used or withdrawn, or it is too old, or a later mail replaces it. If you have chosen a password, sign in; otherwise ask an administrator to send the invitation again.',
    fr: 'Cette invitation a été utilisée ou retirée, ou elle est trop ancienne, ou un courriel plus récent la remplace. Si vous avez choisi un mot de passe, connectez-vous ; sinon, demandez à un administrateur de renvoyer l’invitation.',
  },
  'password-link-invalid': {
    status: 403,
    en: 'This link was used already, a later mail replaces it, or it is older than an hour. Nothing was changed; ask for another one on the sign-in page.',
    fr: 'Ce lien a déjà servi, un courriel plus récent le remplace, ou il date de plus d’une heure. Rien n’a été modifié ; demandez-en un autre sur la page de connexion.',
  },
  'recovery-link-invalid': {
    status: 403,
    en: 'This recovery link was used already, or it is older than an hour. Nothing was changed; run the command on the server again.',
    fr: 'Ce lien de récupération a déjà servi, ou il date de plus d’une heure. Rien n’a été modifié ; relancez la commande sur le serveur.',
  },
  'approval-link-invalid': {
    status: 403,
    en: 'This link is no longer valid: somebody has decided, another person is asked now, or it is older than a month. Nothing was changed; if you are asked again, a new mail has another link.',
    fr: 'Ce lien n’est plus valable : quelqu’un a décidé, une autre personne est consultée, ou il date de plus d’un mois. Rien n’a été modifié ; si l’on vous consulte à nouveau, un nouveau courriel contient un autre lien.',
  },
  'team-exists': {
    status: 409,
    en: 'Another team has this name. Nothing was changed; choose another name.',
    fr: 'Une autre équipe porte ce nom. Rien n’a été modifié ; choisissez un autre nom.',
  },
  'intake-rule-taken': {
    status: 409,
    en: 'The team {name} takes the same tickets already. Nothing was changed; remove the rule there first.',
    fr: 'L’équipe {name} prend déjà les mêmes tickets. Rien n’a été modifié ; retirez-y d’abord la règle.',
  },
  'team-has-tickets': {
    status: 409,
    en: 'This team has open tickets. Nothing was changed; assign them to another team first.',
    fr: 'Cette équipe a des tickets ouverts. Rien n’a été modifié ; assignez-les d’abord à une autre équipe.',
  },
  'team-gone': {
    status: 409,
    en: 'This team no longer exists. Nothing was changed; choose another team.',
    fr: 'Cette équipe n’existe plus. Rien n’a été modifié ; choisissez une autre équipe.',
  },
  'team-needed': {
    status: 422,
    en: 'A ticket is assigned to a team, and you are in none. Nothing was changed; choose a team.',
    fr: 'Un ticket s’assigne à une équipe, et vous n’êtes dans aucune. Rien n’a été modifié ; choisissez une équipe.',
  },
  'team-has-nobody': {
    status: 409,
    en: 'Nobody of this team can get a ticket now. Nothing was changed; assign it to the team without a technician, or to another team.',
    fr: 'Personne de cette équipe ne peut recevoir de ticket en ce moment. Rien n’a été modifié ; assignez le ticket à l’équipe sans technicien, ou à une autre équipe.',
  },
  'technician-not-in-team': {
    status: 409,
    en: 'This person is not in the team, no longer works here, or does not work for this organisation. Nothing was changed; choose somebody else.',
    fr: 'Cette personne n’est pas dans l’équipe, ne travaille plus ici, ou ne travaille pas pour cette organisation. Rien n’a été modifié ; choisissez quelqu’un d’autre.',
  },
  'own-account': {
    status: 409,
    en: 'Nobody changes their own role or organisations or deactivates themselves here, so that one administrator always remains. Nothing was changed; ask another administrator, or use the page Account.',
    fr: 'Personne ne change son propre rôle ou ses organisations ni ne se désactive ici : il reste ainsi toujours un administrateur. Rien n’a été modifié ; demandez à un autre administrateur, ou utilisez la page Compte.',
  },
  'stand-in-unknown': {
    status: 422,
    en: 'This person cannot stand in: they no longer work here, work for other organisations, or are the one who is away. Nothing was changed; choose somebody else.',
    fr: 'Cette personne ne peut pas remplacer : elle ne travaille plus ici, travaille pour d’autres organisations, ou est elle-même absente. Rien n’a été modifié ; choisissez quelqu’un d’autre.',
  },
  'mention-unknown': {
    status: 422,
    en: 'Somebody whom you mention no longer works here, or not for this organisation. Nothing was sent; remove the mention.',
    fr: 'Une personne que vous mentionnez ne travaille plus ici, ou pas pour cette organisation. Rien n’a été envoyé ; retirez la mention.',
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
  'all-organisations-only': {
    status: 403,
    en: 'This concerns all organisations, and you work for some of them. Nothing was changed; ask an administrator of all organisations.',
    fr: 'Ceci concerne toutes les organisations, et vous travaillez pour certaines d’entre elles. Rien n’a été modifié ; demandez à un administrateur de toutes les organisations.',
  },
  'organisation-exists': {
    status: 409,
    en: 'An organisation with this name exists already. Nothing was changed.',
    fr: 'Une organisation de ce nom existe déjà. Rien n’a été modifié.',
  },
  'transition-not-allowed': {
    status: 409,
    en: '{reason} Nothing was changed; the page shows its present status.',
    fr: '{reason} Rien n’a été modifié ; la page montre son état actuel.',
    general: {
      en: 'The status of the ticket does not allow this.',
      fr: 'L’état du ticket ne le permet pas.',
    },
  },
  'done-there': {
    status: 409,
    en: 'The system that has this ticket does not take this from here. Nothing was changed; do it there.',
    fr: 'Le système qui a ce ticket ne l’accepte pas depuis ici. Rien n’a été modifié ; faites-le là-bas.',
  },
  'act-under-way': {
    status: 409,
    en: 'What was done before is still on its way to the system that has this ticket. Nothing was changed; wait for it, or retry it if it failed.',
    fr: 'Ce qui a été fait avant est encore en route vers le système qui a ce ticket. Rien n’a été modifié ; attendez la suite, ou réessayez en cas d’échec.',
  },
  'date-past': {
    status: 422,
    en: 'This moment has passed. Nothing was changed; choose a later one.',
    fr: 'Ce moment est déjà passé. Rien n’a été modifié ; choisissez-en un plus tardif.',
  },
  'ticket-number-unknown': {
    status: 422,
    en: 'No ticket that you can link or merge here has this number. Nothing was changed; check the number.',
    fr: 'Aucun ticket à lier ou à fusionner ici ne porte ce numéro. Rien n’a été modifié ; vérifiez le numéro.',
  },
  'ticket-itself': {
    status: 422,
    en: 'This is the number of this ticket itself. Nothing was changed; choose another ticket.',
    fr: 'C’est le numéro de ce ticket lui-même. Rien n’a été modifié ; choisissez un autre ticket.',
  },
  'ticket-of-other-organisation': {
    status: 422,
    en: 'This ticket is of another organisation: only tickets of the same one can be merged or linked. Nothing was changed.',
    fr: 'Ce ticket est d’une autre organisation : seuls ceux d’une même organisation peuvent fusionner ou être liés. Rien n’a été modifié.',
  },
  'merge-not-possible': {
    status: 409,
    en: 'Only two tickets can be merged that are not closed, and that no other system has. Nothing was changed.',
    fr: 'Seuls peuvent fusionner deux tickets non fermés, et qu’aucun autre système ne traite. Rien n’a été modifié.',
  },
  'merger-not-undoable': {
    status: 409,
    en: 'This ticket is not merged, or the other one was merged in turn. Nothing was changed; undo that merger first.',
    fr: 'Ce ticket n’est pas fusionné, ou l’autre a été fusionné à son tour. Rien n’a été modifié ; annulez d’abord cette fusion.',
  },
  'organisation-kept': {
    status: 409,
    en: 'A ticket that was merged or handed over stays in its organisation. Nothing was changed; undo the merger first, or open a new ticket.',
    fr: 'Un ticket fusionné ou transmis reste dans son organisation. Rien n’a été modifié ; annulez d’abord la fusion, ou ouvrez un nouveau ticket.',
  },
  'may-not-approve': {
    status: 409,
    en: '{name} cannot approve this ticket: it is for them, or the organisation’s directory does not have them any more. Nothing was changed; choose somebody else.',
    fr: '{name} ne peut pas approuver ce ticket : il est pour cette personne, ou l’annuaire de l’organisation ne la contient plus. Rien n’a été modifié ; choisissez quelqu’un d’autre.',
  },
  'approval-changed': {
    status: 409,
    en: 'The request changed since it was shown to you: its category, its answers or whom it is for. Nothing was decided; read it again, then decide.',
    fr: 'La demande a changé depuis qu’elle vous a été montrée : sa catégorie, ses réponses ou la personne concernée. Rien n’a été décidé ; relisez-la, puis décidez.',
  },
  'approval-of-your-own': {
    status: 409,
    en: 'You cannot make yourself the approver of this ticket: you are neither the requester’s manager nor whom its category names. Nothing was changed; choose somebody else.',
    fr: 'Vous ne pouvez pas vous désigner vous-même pour approuver ce ticket : vous n’êtes ni responsable du demandeur, ni désigné par sa catégorie. Rien n’a été modifié ; choisissez quelqu’un d’autre.',
  },
  'requester-unknown': {
    status: 422,
    en: 'Nobody of this organisation has this address. Nothing was changed; choose somebody of its directory.',
    fr: 'Personne de cette organisation n’a cette adresse. Rien n’a été modifié ; choisissez quelqu’un de son annuaire.',
  },
  'service-needed': {
    status: 422,
    en: 'A ticket is resolved for a service. Nothing was changed; choose the service, or one of its categories.',
    fr: 'Un ticket est résolu pour un service. Rien n’a été modifié ; choisissez le service, ou l’une de ses catégories.',
  },
  'category-needs-approval': {
    status: 409,
    en: 'This category needs an approval. Nothing was changed; correct the ticket first, so that its approver is asked, or choose the service alone.',
    fr: 'Cette catégorie exige une approbation. Rien n’a été modifié ; corrigez d’abord le ticket, pour que son approbateur soit consulté, ou choisissez le service seul.',
  },
  'category-needs-answers': {
    status: 422,
    en: 'The form of this category demands answers. Nothing was changed; correct the ticket first, or choose the service alone.',
    fr: 'Le formulaire de cette catégorie exige des réponses. Rien n’a été modifié ; corrigez d’abord le ticket, ou choisissez le service seul.',
  },
  'category-not-offered': {
    status: 409,
    en: 'The catalogue of this organisation no longer has this category. Nothing was changed; choose another one.',
    fr: 'Le catalogue de cette organisation n’a plus cette catégorie. Rien n’a été modifié ; choisissez-en une autre.',
  },
  'answers-missing': {
    status: 422,
    en: 'The form of this category demands answers that are missing. Nothing was changed; fill in the fields marked with *.',
    fr: 'Le formulaire de cette catégorie exige des réponses qui manquent. Rien n’a été modifié ; remplissez les champs marqués d’un *.',
  },
  'already-handed-over': {
    status: 409,
    en: 'The ticket was handed over already. Nothing was changed; the page shows where it is.',
    fr: 'Le ticket a déjà été transmis. Rien n’a été modifié ; la page montre où il se trouve.',
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

  // backends
  'backend-in-use': {
    status: 409,
    en: 'This backend has tickets, or a route points to it. Nothing was changed; a backend without tickets can be removed once its routes point elsewhere.',
    fr: 'Ce système a des tickets, ou une route y mène. Rien n’a été modifié ; un système sans tickets peut être retiré quand ses routes mènent ailleurs.',
  },
  'backend-address-link-local': {
    status: 422,
    en: '{name} is a link-local address: no backend can have one. Nothing was changed; enter the address of the backend.',
    fr: '{name} est une adresse de lien local : aucun système ne peut en avoir une. Rien n’a été modifié ; saisissez l’adresse du système.',
  },
  'backend-secrets-needed': {
    status: 422,
    en: 'The password, the token or the key has to be entered again: the address changed, or the stored value can no longer be read. Nothing was changed.',
    fr: 'Le mot de passe, le jeton ou la clé doit être saisi à nouveau : l’adresse a changé, ou la valeur enregistrée ne peut plus être lue. Rien n’a été modifié.',
  },
  'pattern-unusable': {
    status: 422,
    en: 'The pattern {name} cannot be used: it has to be a regular expression with one group, in parentheses, around the part to find. Nothing was changed.',
    fr: 'Le motif {name} est inutilisable : il doit être une expression régulière avec un groupe, entre parenthèses, autour de la partie à trouver. Rien n’a été modifié.',
  },
  'backend-failed': {
    status: 502,
    en: 'The backend {name} did not return the requested data ({reason}). Nothing was changed; test its connection.',
    fr: 'Le système {name} n’a pas renvoyé les données demandées ({reason}). Rien n’a été modifié ; testez sa connexion.',
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

  // releases of the agent
  'release-unreadable': {
    status: 422,
    en: 'This is not a channel file that electron-builder wrote, such as latest.yml. Nothing was added: {reason}.',
    fr: 'Ce n’est pas un fichier de canal écrit par electron-builder, comme latest.yml. Rien n’a été ajouté : {reason}.',
  },
  'release-exists': {
    status: 409,
    en: 'Version {name} has already been added. Nothing was changed; remove it first, or build another version.',
    fr: 'La version {name} a déjà été ajoutée. Rien n’a été modifié ; retirez-la d’abord, ou construisez une autre version.',
  },
  'release-older': {
    status: 422,
    en: 'This channel has the later version {name} already. Nothing was added; confirm to add the older version.',
    fr: 'Ce canal a déjà la version {name}, plus récente. Rien n’a été ajouté ; confirmez pour ajouter la version plus ancienne.',
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
    en: '{name} is not a file of this release. It was not stored.',
    fr: '{name} n’est pas un fichier de cette version. Il n’a pas été enregistré.',
  },
  'release-offered': {
    status: 409,
    en: 'This release is being offered. Nothing was removed; pause it first.',
    fr: 'Cette version est proposée en ce moment. Rien n’a été retiré ; mettez-la d’abord en pause.',
  },

  // mails
  'mail-variable-unknown': {
    status: 422,
    en: 'A mail of this kind has no {name}. Nothing was saved; choose one of the variables listed beside the text.',
    fr: 'Un courriel de ce genre n’a pas de {name}. Rien n’a été enregistré ; choisissez l’une des variables indiquées à côté du texte.',
  },
  'mail-variable-missing': {
    status: 422,
    en: 'A mail of this kind is sent for its {name}, which the text does not have. Nothing was saved; put it in the text, by its button below.',
    fr: 'Un courriel de ce genre est envoyé pour son {name}, que le texte ne contient pas. Rien n’a été enregistré ; insérez-le dans le texte, par son bouton ci-dessous.',
  },
  'mail-not-sent': {
    status: 502,
    en: 'The mail was not sent. {reason} Nothing was changed; check the SMTP server, then try again.',
    fr: 'Le courriel n’a pas été envoyé. {reason} Rien n’a été modifié ; vérifiez le serveur SMTP, puis réessayez.',
  },
} as const satisfies Record<string, Failure>;
