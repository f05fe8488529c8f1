// The texts of mails about tickets as Guichet brings them. An administrator may write others (notices/mail-texts).
import type { MailEvent } from '../../contract/mail-events.ts';
import type { MailWords } from '../../contract/mails.ts';
import type { Language } from '../../contract/primitives.ts';

export const STANDARD_TEXTS: Readonly<Record<MailEvent, Record<Language, MailWords>>> = {
  received: {
    en: {
      subject: '[{{number}}] We have your request: {{title}}',
      text: 'Hello,\n\nThe help desk has received your request “{{title}}”. Its number is {{number}}.\n\nYou need not do anything: you will hear from us.',
    },
    fr: {
      subject: '[{{number}}] Votre demande est enregistrée\u00a0: {{title}}',
      text: 'Bonjour,\n\nLe centre d’assistance a bien reçu votre demande «\u00a0{{title}}\u00a0». Elle porte le numéro {{number}}.\n\nVous n’avez rien à faire\u00a0: nous reviendrons vers vous.',
    },
  },
  answered: {
    en: {
      subject: '[{{number}}] An answer: {{title}}',
      text: 'Hello,\n\n{{technician}} wrote about “{{title}}”:\n\n{{comment}}',
    },
    fr: {
      subject: '[{{number}}] Une réponse\u00a0: {{title}}',
      text: 'Bonjour,\n\n{{technician}} a écrit à propos de «\u00a0{{title}}\u00a0»\u00a0:\n\n{{comment}}',
    },
  },
  waiting: {
    en: {
      subject: '[{{number}}] Pending: {{title}}',
      text: 'Hello,\n\n{{technician}} cannot go on with “{{title}}” for now. The reason:\n\n{{comment}}\n\n{{until}}',
    },
    fr: {
      subject: '[{{number}}] En suspens\u00a0: {{title}}',
      text: 'Bonjour,\n\n{{technician}} ne peut pas avancer sur «\u00a0{{title}}\u00a0» pour l’instant. La raison\u00a0:\n\n{{comment}}\n\n{{until}}',
    },
  },
  rejected: {
    en: {
      subject: '[{{number}}] Rejected: {{title}}',
      text: 'Hello,\n\n{{author}} has rejected your request “{{title}}”, which needed their approval.\n\n{{comment}}\n\nThe help desk does not go on with it. If something has changed, it can be reopened in Guichet.',
    },
    fr: {
      subject: '[{{number}}] Rejeté\u00a0: {{title}}',
      text: 'Bonjour,\n\n{{author}} a rejeté votre demande «\u00a0{{title}}\u00a0», qui exigeait son approbation.\n\n{{comment}}\n\nLe centre d’assistance n’y donne pas suite. Si quelque chose a changé, elle peut être rouverte dans Guichet.',
    },
  },
  resolved: {
    en: {
      subject: '[{{number}}] Resolved: {{title}}',
      text: 'Hello,\n\n{{technician}} has resolved “{{title}}”:\n\n{{comment}}\n\nIf it still does not work, tell us: somebody will look at it again.\n\n{{closing}}',
    },
    fr: {
      subject: '[{{number}}] Résolu\u00a0: {{title}}',
      text: 'Bonjour,\n\n{{technician}} a résolu «\u00a0{{title}}\u00a0»\u00a0:\n\n{{comment}}\n\nSi cela ne fonctionne toujours pas, dites-le-nous\u00a0: quelqu’un s’en occupera à nouveau.\n\n{{closing}}',
    },
  },
  closed: {
    en: {
      subject: '[{{number}}] Closed: {{title}}',
      text: 'Hello,\n\nYour ticket {{number}}, “{{title}}”, is closed.\n\nFor anything new, open another ticket.',
    },
    fr: {
      subject: '[{{number}}] Fermé\u00a0: {{title}}',
      text: 'Bonjour,\n\nVotre ticket {{number}}, «\u00a0{{title}}\u00a0», est fermé.\n\nPour toute nouvelle demande, ouvrez un autre ticket.',
    },
  },
  merged: {
    en: {
      subject: '[{{number}}] Goes on as {{other}}: {{title}}',
      text: 'Hello,\n\nYour ticket {{number}}, “{{title}}”, is about the same as ticket {{other}}. The help desk goes on there, and you will hear from it as before.',
    },
    fr: {
      subject: '[{{number}}] Continue sous {{other}}\u00a0: {{title}}',
      text: 'Bonjour,\n\nVotre ticket {{number}}, «\u00a0{{title}}\u00a0», porte sur la même chose que le ticket {{other}}. Le centre d’assistance y continue son travail, et vous serez informé comme avant.',
    },
  },
  unmerged: {
    en: {
      subject: '[{{number}}] Goes on alone: {{title}}',
      text: 'Hello,\n\nThe help desk goes on with your ticket {{number}}, “{{title}}”, no longer together with ticket {{other}}: it was not about the same. You will hear about it under {{number}} again.',
    },
    fr: {
      subject: '[{{number}}] Continue à part\u00a0: {{title}}',
      text: 'Bonjour,\n\nLe centre d’assistance traite votre ticket {{number}}, «\u00a0{{title}}\u00a0», à part du ticket {{other}}\u00a0: il ne s’agissait pas de la même chose. Vous serez de nouveau informé sous le numéro {{number}}.',
    },
  },
  'approval-asked': {
    en: {
      subject: '[{{number}}] Your approval: {{title}}',
      text: 'Hello,\n\n{{requester}} ({{organisation}}) asks the help desk for “{{title}}”, which needs your approval:\n\n{{description}}\n\nApprove or reject it here; you will be asked once more before it counts:\n\n{{link}}\n\nThis link is yours alone: whoever has it can decide in your place.',
    },
    fr: {
      subject: '[{{number}}] Votre approbation\u00a0: {{title}}',
      text: 'Bonjour,\n\n{{requester}} ({{organisation}}) demande au centre d’assistance «\u00a0{{title}}\u00a0», qui exige votre approbation\u00a0:\n\n{{description}}\n\nApprouvez ou rejetez ici\u00a0; une confirmation vous sera demandée\u00a0:\n\n{{link}}\n\nCe lien est à vous seul\u00a0: quiconque le possède peut décider à votre place.',
    },
  },
  assigned: {
    en: {
      subject: '[{{number}}] Assigned to you: {{title}}',
      text: 'Ticket {{number}} of {{requester}} ({{organisation}}) is assigned to you: “{{title}}”.\n\n{{link}}',
    },
    fr: {
      subject: '[{{number}}] Assigné à vous\u00a0: {{title}}',
      text: 'Le ticket {{number}} de {{requester}} ({{organisation}}) vous est assigné\u00a0: «\u00a0{{title}}\u00a0».\n\n{{link}}',
    },
  },
  'team-assigned': {
    en: {
      subject: '[{{number}}] For {{team}}: {{title}}',
      text: 'Ticket {{number}} of {{requester}} ({{organisation}}) is assigned to {{team}}, and nobody has it yet: “{{title}}”.\n\n{{link}}',
    },
    fr: {
      subject: '[{{number}}] Pour {{team}}\u00a0: {{title}}',
      text: 'Le ticket {{number}} de {{requester}} ({{organisation}}) est assigné à l’équipe {{team}}, et personne ne l’a encore pris\u00a0: «\u00a0{{title}}\u00a0».\n\n{{link}}',
    },
  },
  'requester-answered': {
    en: {
      subject: '[{{number}}] {{author}} answered: {{title}}',
      text: '{{author}} wrote on ticket {{number}}, “{{title}}”:\n\n{{comment}}\n\n{{link}}',
    },
    fr: {
      subject: '[{{number}}] Réponse de {{author}}\u00a0: {{title}}',
      text: '{{author}} a écrit sur le ticket {{number}}, «\u00a0{{title}}\u00a0»\u00a0:\n\n{{comment}}\n\n{{link}}',
    },
  },
  mentioned: {
    en: {
      subject: '[{{number}}] {{author}} mentions you: {{title}}',
      text: '{{author}} mentions you in a note on ticket {{number}}, “{{title}}”:\n\n{{comment}}\n\n{{link}}',
    },
    fr: {
      subject: '[{{number}}] {{author}} vous mentionne\u00a0: {{title}}',
      text: '{{author}} vous mentionne dans une note sur le ticket {{number}}, «\u00a0{{title}}\u00a0»\u00a0:\n\n{{comment}}\n\n{{link}}',
    },
  },
  overdue: {
    en: {
      subject: '[{{number}}] Overdue: {{title}}',
      text: 'Ticket {{number}} of {{requester}} ({{organisation}}), “{{title}}”, was due on {{due}}.\n\n{{link}}',
    },
    fr: {
      subject: '[{{number}}] En retard\u00a0: {{title}}',
      text: 'Le ticket {{number}} de {{requester}} ({{organisation}}), «\u00a0{{title}}\u00a0», avait pour échéance le {{due}}.\n\n{{link}}',
    },
  },
  'approval-stuck': {
    en: {
      subject: '[{{number}}] Nobody decides: {{title}}',
      text: 'Ticket {{number}} of {{requester}} ({{organisation}}), “{{title}}”, waits for an approval. Nobody has decided, and Guichet asks nobody any more: choose whom to ask.\n\n{{link}}',
    },
    fr: {
      subject: '[{{number}}] Personne ne décide\u00a0: {{title}}',
      text: 'Le ticket {{number}} de {{requester}} ({{organisation}}), «\u00a0{{title}}\u00a0», attend une approbation. Personne n’a décidé, et Guichet ne sollicite plus personne\u00a0: choisissez à qui la demander.\n\n{{link}}',
    },
  },
};
