// What a new desk fed by mail begins with: the texts and patterns that Octopus takes as it comes.

const ABOUT = `{answers}

{requester} <{email}>
{hostname}
{key}
`;

/** The text of an incident is the mail's text. */
export const MAIL_TEMPLATE = `{description}

${ABOUT}`;

/**
 * Octopus makes a service request of the block between two marks, which a site configures in MailIntegration
 * (NewSRBodyEnclosingToken); this is the one of its documentation.
 */
export const OCTOPUS_REQUEST_TEMPLATE = `CreateSR
{category}
{description}
CreateSR

${ABOUT}`;

/** Such as "Incident #12345" or "[#12345]". */
export const NUMBER_PATTERN = '#([0-9]+)';
export const REPLY_TAG = '[#{number}]';
