// The author of a command.

/** The requester who wrote the command, and the agent that sent it. */
export interface CommandAuthor {
  agentId: string;
  organisationId: string;
  requesterId: string;
}
