import { SlackPlatform } from '../../../src/platforms/slack/slack-platform.ts';
import { answerJson, type WireAnswer, WireServer } from './wire-server.ts';

let server: WireServer;
let slack: SlackPlatform;

beforeEach(async () => {
  server = new WireServer();
  await server.start();
  slack = new SlackPlatform({ botToken: 'xoxb-invented', apiUrl: server.apiUrl, timeoutMs: 5_000 });
});
afterEach(() => server.close());

const saying = (answer: object): WireAnswer => (_request, response) => answerJson(response, answer);

test("a token's workspace is asked for once, however many want to know", async () => {
  server.answer = saying({ ok: true, team_id: 'T0WARD', enterprise_id: 'E0HOSPITALS', is_enterprise_install: false });
  const asked = await Promise.all([slack.ownTeam(), slack.ownTeam()]);
  expect([...asked, await slack.ownTeam()]).toEqual(Array.from({ length: 3 }, () => ({ teamId: 'T0WARD', enterpriseId: null })));
  expect(server.requests.map(({ method }) => method)).toEqual(['auth.test']);
});

test('an install for a whole organisation is known by the organisation', async () => {
  server.answer = saying({ ok: true, team_id: 'E0HOSPITALS', enterprise_id: 'E0HOSPITALS', is_enterprise_install: true });
  expect(await slack.ownTeam()).toEqual({ teamId: 'E0HOSPITALS', enterpriseId: 'E0HOSPITALS' });
});

test('while Slack can not say, it is not known, and is asked again', async () => {
  server.answer = saying({ ok: false, error: 'internal_error' });
  expect(await slack.ownTeam()).toBeNull();
  server.answer = saying({ ok: true, team_id: 'T0WARD' });
  expect(await slack.ownTeam()).toEqual({ teamId: 'T0WARD', enterpriseId: null });
});

test('nobody waits for longer than a second for it', async () => {
  server.answer = () => undefined;
  const startedAt = performance.now();
  expect(await slack.ownTeam()).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});
