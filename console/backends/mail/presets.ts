// The default templates and patterns of a new desk fed by mail, which an unconfigured Octopus accepts.

const ABOUT = `{answers}

{requester} <{email}>
{hostname}
{key}
`;

/** The body of the mail becomes the text of the incident. */
export const MAIL_TEMPLATE = `{description}

${ABOUT}`;

/**
 * Octopus creates a service request from the block between two marks, which a site configures in MailIntegration
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
