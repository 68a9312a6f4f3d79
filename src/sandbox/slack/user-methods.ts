import type { UsersInfoArguments, UsersListArguments, UsersLookupByEmailArguments } from '@slack/web-api';
import { paginate } from './method.ts';
import type { Method, MethodTable } from './method.ts';
import { SlackError } from './slack-error.ts';
import { toWireUser } from './wire.ts';
import { APP } from './workspace-types.ts';

/** https://docs.slack.dev/reference/methods/users.info */
const info: Method<UsersInfoArguments> = {
  token: 'bot',
  scopes: () => ['users:read'],
  run(args, { workspace }) {
    const user = workspace.user(args.user);
    if (!user) throw new SlackError('user_not_found');
    return { user: toWireUser(user) };
  },
};

/** https://docs.slack.dev/reference/methods/users.list */
const list: Method<UsersListArguments> = {
  token: 'bot',
  scopes: () => ['users:read'],
  run(args, { workspace }) {
    const { page, nextCursor } = paginate(workspace.users(), args);
    return { members: page.map(toWireUser), response_metadata: { next_cursor: nextCursor } };
  },
};

/** https://docs.slack.dev/reference/methods/users.lookupByEmail */
const lookupByEmail: Method<UsersLookupByEmailArguments> = {
  token: 'bot',
  scopes: () => ['users:read.email'],
  run({ email }, { workspace }) {
    const user = workspace.users().find((found) => found.email?.toLowerCase() === email.toLowerCase());
    if (!user) throw new SlackError('users_not_found');
    return { user: toWireUser(user) };
  },
};

/** https://docs.slack.dev/reference/methods/auth.test */
const authTest: Method<object> = {
  token: 'bot',
  scopes: () => [],
  run: () => ({
    url: `https://${APP.teamDomain}.slack.com/`,
    team: APP.teamName,
    user: APP.botName,
    team_id: APP.teamId,
    user_id: APP.botUserId,
    bot_id: APP.botId,
    is_enterprise_install: false,
  }),
};

/** https://docs.slack.dev/reference/methods/apps.connections.open */
const connectionsOpen: Method<object> = {
  token: 'app',
  scopes: () => [],
  run: (_args, { openSocketUrl }) => ({ url: openSocketUrl() }),
};

export const userMethods = {
  'users.info': info,
  'users.list': list,
  'users.lookupByEmail': lookupByEmail,
  'auth.test': authTest,
  'apps.connections.open': connectionsOpen,
} satisfies Partial<MethodTable>;
