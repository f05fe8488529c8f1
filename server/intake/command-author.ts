// Whose command is carried out.

/** The requester who wrote it, and the agent that it came from. */
export interface CommandAuthor {
  agentId: string;
  organisationId: string;
  requesterId: string;
}
