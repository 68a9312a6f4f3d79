import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ActResult, SandboxContext, Simulator } from '../simulator.ts';
import { prepareChecks } from './check-request.ts';
import { createPresser, INTERACTION_DEADLINE_MS } from './interactions.ts';
import type { PressInput } from './press-request.ts';
import { createResponseUrls } from './response-urls.ts';
import { createSocketMode } from './socket-mode.ts';
import type { SocketMode } from './socket-mode.ts';
import { createTokens } from './tokens.ts';
import type { SlackSecrets, SlackTokens } from './tokens.ts';
import { registerWebApi } from './web-api.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';
import type { Conversation, SlackChannel, SlackMessage, SlackUser } from './workspace-types.ts';

/** What the app's manifest asks for. A workspace may have granted fewer. */
export const DEFAULT_SCOPES = [
  'chat:write', 'channels:read', 'groups:read', 'im:read', 'mpim:read', 'users:read',
  'im:write', 'users:read.email', 'channels:history', 'groups:history', 'im:history',
] as const;

export interface SlackSimulatorOptions {
  context: SandboxContext;
  secrets: SlackSecrets;
  users: readonly SlackUser[];
  channels: readonly SlackChannel[];
  scopes?: readonly string[];
  /** How long Slack waits for the answer to a press, milliseconds. */
  deadlineMs?: number;
}

/** What the page shows of Slack. */
export interface SlackState {
  users: SlackUser[];
  conversations: Conversation[];
  messages: SlackMessage[];
  sockets: number;
  violations: string[];
}

/** Slack, as its SDKs see it, with handles for what people and operators of Slack do. */
export interface SlackSimulator extends Simulator {
  readonly platform: 'slack';
  readonly violations: readonly string[];
  readonly workspace: Workspace;
  readonly sockets: SocketMode;
  readonly tokens: SlackTokens;
  /** For a test that broke Slack's types on purpose. */
  forgetViolations(): void;
  /** Grants exactly these scopes from now on. */
  setScopes(scopes: readonly string[]): void;
  /** As `POST /press`. */
  press(press: PressInput): Promise<ActResult>;
  press(untrusted: unknown): Promise<ActResult>;
  state(): SlackState;
}

/** Opens the workspace that the home keeps; nothing is served until `register`. */
export function createSlackSimulator(options: SlackSimulatorOptions): SlackSimulator {
  const { context, secrets, users, channels, scopes = DEFAULT_SCOPES, deadlineMs = INTERACTION_DEADLINE_MS } = options;
  const { changed, home, now } = context;
  const workspace = openWorkspace({ users, channels, home, now, changed });
  const tokens = createTokens(secrets);
  const sockets = createSocketMode({ run: workspace.run, changed });
  const responseUrls = createResponseUrls({ context, workspace });
  const granted = new Set<string>(scopes);
  const violations: string[] = [];
  let address = (): AddressInfo | null => null;
  const base = (scheme: 'http' | 'ws'): string => `${scheme}://127.0.0.1:${address()?.port ?? 0}`;
  const press = createPresser({
    context, workspace, sockets, deadlineMs,
    signingSecret: secrets.signingSecret,
    responseUrlFor: (message) => `${base('http')}${responseUrls.pathFor(message)}`,
  });
  return {
    platform: 'slack',
    violations,
    workspace,
    sockets,
    tokens,
    press,
    setScopes(wanted) {
      granted.clear();
      for (const scope of wanted) granted.add(scope);
    },
    forgetViolations: () => void violations.splice(0),
    async register(app: FastifyInstance) {
      prepareChecks();
      address = () => app.server.address() as AddressInfo | null;
      sockets.attach(app.server);
      responseUrls.register(app);
      await registerWebApi(app, {
        context,
        tokens,
        methodContext: { workspace, scopes: granted, openSocketUrl: () => `${base('ws')}${sockets.openPath()}` },
        onViolation: (text) => violations.push(text),
      });
    },
    state: () => ({
      users: workspace.users(),
      conversations: workspace.conversations(),
      messages: workspace.messages(),
      sockets: sockets.connected(),
      violations: [...violations],
    }),
    async close() {
      await sockets.close();
      workspace.close();
    },
  };
}
