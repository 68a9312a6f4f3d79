import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AppsManifestCreateArguments } from '@slack/web-api';
import { checkSlack } from '../../../src/platforms/slack/check-slack.ts';
import { createSlackClient } from '../../../src/platforms/slack/slack-api.ts';
import { answerJson, WireServer } from './wire-server.ts';

type Manifest = AppsManifestCreateArguments['manifest'];
type BotScope = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>[number];

/** Every scope the manifest may name; a name Slack's types don't know does not compile. */
const KNOWN_SCOPES = [
  'chat:write', 'channels:read', 'groups:read', 'im:read', 'mpim:read', 'users:read', 'channels:history', 'groups:history',
  'im:history', 'chat:write.public', 'im:write', 'users:read.email',
] as const satisfies readonly BotScope[];

/** The part of Slack's manifest that we use, with the limits that Slack states; its result must be Slack's own type. */
const manifestSchema = z.strictObject({
  display_information: z.strictObject({ name: z.string().max(35), description: z.string().max(140), background_color: z.string().regex(/^#[0-9a-f]{6}$/) }),
  features: z.strictObject({
    bot_user: z.strictObject({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/), always_online: z.boolean() }),
    app_home: z.strictObject({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean(), messages_tab_read_only_enabled: z.boolean() }),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.enum(KNOWN_SCOPES)) }) }),
  settings: z.strictObject({
    interactivity: z.strictObject({ is_enabled: z.boolean() }),
    socket_mode_enabled: z.boolean(),
    org_deploy_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

const manifest: Manifest & z.infer<typeof manifestSchema> = manifestSchema.parse(
  parse(readFileSync(join(__dirname, '../../../config/slack-manifest.yaml'), 'utf8')),
);

test('the manifest turns on what presses and direct messages need', () => {
  expect(manifest.settings.interactivity.is_enabled).toBe(true);
  expect(manifest.settings.socket_mode_enabled).toBe(true);
  expect(manifest.features.app_home.messages_tab_enabled).toBe(true);
});

test('an app made from the manifest passes the check without a word', async () => {
  const server = new WireServer();
  await server.start();
  server.answer = (_request, response) => answerJson(response, { ok: true }, { 'x-oauth-scopes': manifest.oauth_config.scopes.bot.join(',') });
  const credentials = { botToken: 'xoxb-0-invented', appToken: 'xapp-0-invented', signingSecret: 'invented' };
  const check = await checkSlack(createSlackClient({ token: credentials.botToken, apiUrl: server.apiUrl }), credentials);
  await server.close();
  expect(check).toEqual({ ok: true, findings: [] });
});

test('the manifest asks for no scope that the check does not explain', async () => {
  const server = new WireServer();
  await server.start();
  server.answer = (_request, response) => answerJson(response, { ok: true }, { 'x-oauth-scopes': 'none' });
  const credentials = { botToken: 'xoxb-0-invented', appToken: 'xapp-0-invented', signingSecret: 'invented' };
  const { ok, findings } = await checkSlack(createSlackClient({ token: credentials.botToken, apiUrl: server.apiUrl }), credentials);
  await server.close();
  expect(ok).toBe(false);
  const named = findings.map(({ text }) => /lacks ([a-z:.]+[a-z])/.exec(text)?.[1]);
  expect([...named].sort()).toEqual([...manifest.oauth_config.scopes.bot].sort());
});
