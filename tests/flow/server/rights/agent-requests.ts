// A valid request for each operation of agents.
import type { AgentApi } from '../../../../contract/agent-api.ts';
import type { ChangeAgentState } from '../../../../contract/console.ts';
import type { UPDATE_API } from '../../../../contract/update-api.ts';
import { attachmentOf, type FakeAgent, newIdentity, newSecret } from '../../../fakes/server/agent.ts';
import { ENROLMENT_KEY } from '../../../fakes/server/test-server.ts';
import { until } from '../../../fakes/server/until.ts';
import type { Role } from './matrix.ts';
import type { Builder, Given } from './request.ts';
import type { Stage } from './stage.ts';

const TUS = { 'tus-resumable': '1.0.0' };
let count = 0;

function agentOf({ agents }: Pick<Stage, 'agents'>, role: Role): FakeAgent | null {
  return Object.hasOwn(agents, role) ? agents[role as keyof typeof agents] : null;
}

function newContent(): Buffer {
  count += 1;
  return Buffer.from(`the content number ${count}`);
}

/** A new address of the organisation: a token was asked for it never before. */
function newAddress(): string {
  count += 1;
  return `someone-${count}@contoso.example`;
}

/** A new agent in the state of the role's: confirming an address changes an agent for good. */
async function secondAgent({ desk }: Stage, role: Role): Promise<FakeAgent> {
  const agent = await desk.agent();
  const acts: Partial<Record<Role, ChangeAgentState['act']>> = { suspended: 'suspend', retired: 'retire' };
  const act = acts[role] ?? 'activate';
  if (role !== 'waiting') await desk.changeState(act, [agent]);
  return agent;
}

async function confirmation(
  stage: Stage,
  role: Role,
  isSent: boolean,
): Promise<Given<AgentApi['confirmAddress']>> {
  const isAgent = agentOf(stage, role) !== null;
  const agent = await secondAgent(stage, role);
  const email = newAddress();
  const isActive = !['waiting', 'suspended', 'retired'].includes(role);
  if (isActive && isSent) await agent.ask('/v1/confirmations/tokens', { json: { email, language: 'en' } });
  const token = isActive && isSent ? await stage.desk.mailedToken(email) : 'ABCDEFGH';
  return {
    body: { email, fullName: 'Somebody', token },
    ...(isAgent && { headers: agent.authorization() }),
  };
}

/** A waiting agent with the Windows user of a confirmed one, and the address of that one. */
async function replacingAgent({ desk }: Stage): Promise<{ agent: FakeAgent; email: string }> {
  const email = newAddress();
  const { identity } = await desk.activeAgent(email);
  return { agent: await desk.agent({ identity }), email };
}

async function replacingToken(stage: Stage, role: Role): Promise<Given<AgentApi['sendConfirmationToken']>> {
  if (role !== 'waiting') return { body: { email: newAddress(), language: 'en' } };
  const { agent, email } = await replacingAgent(stage);
  return { body: { email, language: 'en' }, headers: agent.authorization() };
}

async function replacingConfirmation(stage: Stage, role: Role): Promise<Given<AgentApi['confirmAddress']>> {
  if (role !== 'waiting') return confirmation(stage, role, true);
  const { agent, email } = await replacingAgent(stage);
  const former = await stage.desk.mailedToken(email);
  await agent.ask('/v1/confirmations/tokens', { json: { email, language: 'en' } });
  const token = await until(async () => {
    const latest = await stage.desk.mailedToken(email);
    return latest === former ? undefined : latest;
  });
  return { body: { email, fullName: 'Somebody', token }, headers: agent.authorization() };
}

/** The upload that the agent of this role has begun; of a role without one, as if it had. */
function uploadOf(stage: Stage, role: Role) {
  const content = stage.begun.get(role) ?? Buffer.from('nothing');
  return {
    content,
    id: `${agentOf(stage, role)?.id ?? stage.agents.requester.id}-${attachmentOf(content).sha256}`,
  };
}

const CONTINUED = { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };

/** An upload that another agent has begun and not finished. */
async function anothers({ agents }: Stage, role: Role): Promise<{ id: string; content: Buffer }> {
  const owner = role === 'requester' ? agents.contact : agents.requester;
  const content = newContent();
  const { sha256 } = attachmentOf(content);
  await owner.tus('POST', '/v1/uploads', { headers: beginning(content) });
  return { id: `${owner.id}-${sha256}`, content };
}

function beginning(content: Buffer): Record<string, string> {
  const declared = Buffer.from(attachmentOf(content).sha256).toString('base64');
  return { 'upload-length': String(content.length), 'upload-metadata': `sha256 ${declared}` };
}

/** Another agent in the state of the role's own, which is still needed. */
async function spareOf({ desk, agents }: Stage, role: Role): Promise<FakeAgent | null> {
  if (!agentOf({ agents }, role)) return null;
  if (role === 'waiting') return desk.agent();
  const spare = await desk.activeAgent();
  if (role === 'suspended') await desk.changeState('suspend', [spare]);
  if (role === 'retired') await desk.changeState('retire', [spare]);
  return spare;
}

type OfAgents = AgentApi & typeof UPDATE_API;

/** An operation without a request here does not compile. */
export const AGENT_REQUESTS: { readonly [N in keyof OfAgents]: Builder<N> } = {
  enrolAgent: () => ({
    body: {
      enrolmentKey: ENROLMENT_KEY,
      secret: newSecret(),
      identity: newIdentity(),
      agentVersion: '1.0.0',
    },
  }),
  leaveComputer: async (stage, role) => ({ headers: (await spareOf(stage, role))?.authorization() ?? {} }),
  sendConfirmationToken: () => ({ body: { email: newAddress(), language: 'en' } }),
  confirmAddress: (stage, role) => confirmation(stage, role, true),
  beginSignIn: () => ({ body: { port: 49_152 } }),
  finishSignIn: () => ({ body: { state: 'a state', code: 'a code', issuer: null } }),
  sync: () => ({ body: { cursor: 0, commands: [] } }),
  listenForSync: () => ({}),
  findPeople: () => ({ query: { search: 'person' } }),
  readTicketFile: ({ ticket, ticketFile }) => ({ params: { id: ticket, sha256: ticketFile } }),
  beginUpload: () => ({ bytes: null, headers: { ...TUS, ...beginning(newContent()) } }),
  readUploadOffset: (stage, role) => ({ params: { id: uploadOf(stage, role).id }, headers: TUS }),
  continueUpload: (stage, role) => {
    const { id, content } = uploadOf(stage, role);
    return { params: { id }, bytes: content, headers: CONTINUED };
  },
  readUpdateChannel: () => ({ params: { file: 'latest.yml' } }),
  readUpdateFile: ({ release: { version, installer } }) => ({ params: { version, name: installer } }),
};

/** The rows of an operation on something else, by the name of the row. */
export const AGENT_SITUATIONS = {
  'sendConfirmationToken/replacing': replacingToken,
  'confirmAddress/replacing': replacingConfirmation,
  'confirmAddress/unsent': (stage, role) => confirmation(stage, role, false),
  "readUploadOffset/another's": async (stage, role) => ({
    params: { id: (await anothers(stage, role)).id },
    headers: TUS,
  }),
  "continueUpload/another's": async (stage, role) => {
    const { id, content } = await anothers(stage, role);
    return { params: { id }, bytes: content, headers: CONTINUED };
  },
} satisfies Record<
  string,
  Builder<'sendConfirmationToken' | 'confirmAddress' | 'readUploadOffset' | 'continueUpload'>
>;
