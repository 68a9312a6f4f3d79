import { lineIn, type Line } from '../../src/launch/line.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import { SlackPlatform } from '../../src/platforms/slack/slack-platform.ts';
import { toOperatorProblem, type OperatorProblem } from '../../src/domain/operator-problem.ts';
import { createOperatorLog, type OperatorLog } from '../../src/roles/operator-log.ts';
import { createPlatformLook } from '../../src/roles/platform-checks.ts';
import type { ServiceContext } from '../../src/roles/service-context.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { closeAll, testLedger, type TestLedger } from '../ledger/fixtures.ts';
import { SECRETS, startSandbox, useCleanup } from '../sandbox/sandbox-rig.ts';

const ALL = ['chat:write', 'channels:read', 'groups:read', 'im:read', 'mpim:read', 'users:read', 'channels:history', 'groups:history', 'im:history', 'chat:write.public', 'im:write', 'users:read.email'];

const cleanup = useCleanup();
let sandbox: Sandbox;
let shared: TestLedger;
let said: string[];

beforeEach(async () => {
  said = [];
  sandbox = await startSandbox(cleanup);
  sandbox.slack.setScopes(ALL);
  shared = await testLedger();
});
afterEach(closeAll);

/** A process on the ledger, and its looks at Slack. */
function aProcess(name: string, ledger: ServiceContext['ledger']): { look: () => Promise<void>; operator: OperatorLog } {
  const say = (line: Line): void => void said.push(`${name}: ${lineIn(line, 'en')}`);
  const now = (): Date => shared.time.now();
  const operator = createOperatorLog({ ledger, logger: silentLogger, say, now });
  const platform = new SlackPlatform({ ...SECRETS, apiUrl: `${sandbox.url}/slack/api/` });
  const look = createPlatformLook({
    platforms: { slack: { platform, appToken: null, signingSecret: null, apiUrl: null } }, ledger, operator, logger: silentLogger, findings: [],
    progress: { say, during: (_what, work) => work(() => undefined) }, clock: { now, virtual: true } as ServiceContext['clock'],
  });
  return { look, operator };
}

test('what a platform lacks is said by each process at its start, later by one for all, and again when it was gone meanwhile', async () => {
  const [here, there] = [aProcess('here', shared.ledger), aProcess('there', await shared.again())];
  const lookAll = async (): Promise<string[]> => {
    said.length = 0;
    for (const { look } of [here, there, here]) await look();
    return said.splice(0).map((line) => line.replace(/: it adds.*/, ''));
  };
  sandbox.slack.setScopes(ALL.filter((scope) => scope !== 'users:read'));
  expect(await lookAll()).toEqual(['here: slack (warning): The Slack bot token lacks users:read', 'there: slack (warning): The Slack bot token lacks users:read']);
  sandbox.slack.setScopes(ALL.filter((scope) => scope !== 'im:read'));
  expect(await lookAll()).toEqual(['here: slack (warning): The Slack bot token lacks im:read']);
  sandbox.slack.setScopes(ALL);
  expect(await lookAll()).toEqual([]);
  sandbox.slack.setScopes(ALL.filter((scope) => scope !== 'im:read'));
  expect(await lookAll()).toEqual(['here: slack (warning): The Slack bot token lacks im:read']);
});

test('a check that finds no error ends what was told of the token', async () => {
  const { look, operator } = aProcess('here', shared.ledger);
  operator.tell(toOperatorProblem('slack', { kind: 'page_operator', code: 'token_revoked' }) as OperatorProblem);
  await operator.settled();
  sandbox.slack.tokens.setRevoked(true);
  shared.time.pass(1_000);
  await look();
  expect(await operator.problems()).toMatchObject([{ code: 'token_revoked' }]);
  sandbox.slack.tokens.setRevoked(false);
  shared.time.pass(1_000);
  await look();
  expect(await operator.problems()).toEqual([]);
});
