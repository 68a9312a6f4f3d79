import { QUIET_MS, toOperatorProblem, type OperatorProblem } from '../../src/domain/operator-problem.ts';
import { lineIn } from '../../src/launch/line.ts';
import type { KnownProblem } from '../../src/ledger/ledger.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import { createOperatorLog, type OperatorLog } from '../../src/roles/operator-log.ts';
import { closeAll, testLedger, type TestLedger } from '../ledger/fixtures.ts';

afterEach(closeAll);

const invalidAuth = toOperatorProblem('slack', { kind: 'page_operator', code: 'invalid_auth' }) as OperatorProblem;

/** Two processes on one ledger: what each says, in one list. */
async function twoProcesses(): Promise<{ here: OperatorLog; there: OperatorLog; said: string[]; test: TestLedger }> {
  const test = await testLedger();
  const said: string[] = [];
  const [here, there] = [test.ledger, await test.again()].map((ledger) => createOperatorLog({ ledger, logger: silentLogger, say: (line) => said.push(lineIn(line, 'en')), now: () => test.time.now() }));
  return { here: here as OperatorLog, there: there as OperatorLog, said, test };
}

const codes = (problems: KnownProblem[]): string[] => problems.map(({ code }) => code);

test('a problem is told once by all processes, in words, and every one of them shows it', async () => {
  const { here, there, said } = await twoProcesses();
  for (const log of [here, there, here]) log.tell(invalidAuth);
  expect(codes(await here.problems())).toEqual(['invalid_auth']);
  expect(codes(await there.problems())).toEqual(['invalid_auth']);
  expect(said).toEqual([expect.stringMatching(/^Slack doesn't accept the bot token\. .*SLACK_BOT_TOKEN.*Alerts go by other ways meanwhile\.$/)]);
});

test('what goes well in another process ends it, which is said once; when it comes back it is told again', async () => {
  const { here, there, said, test } = await twoProcesses();
  here.tell(invalidAuth);
  await here.settled();
  test.time.pass(QUIET_MS);
  there.isWell({ what: 'taken', route: 'slack', since: test.time.now() });
  expect(await there.problems()).toEqual([]);
  here.isWell({ what: 'taken', route: 'slack', since: test.time.now() });
  expect(await here.problems()).toEqual([]);
  here.tell(invalidAuth);
  await here.settled();
  expect(said).toEqual([expect.stringContaining('bot token'), 'slack: what was told of invalid_auth is over.', expect.stringContaining('bot token')]);
});

test('while the ledger can\'t be written each process tells it once', async () => {
  const said: string[] = [];
  const away = async (): Promise<never> => {
    throw new Error('the ledger is away');
  };
  const log = createOperatorLog({ ledger: { noteProblem: away, problems: away, clearProblems: away }, logger: silentLogger, say: (line) => said.push(lineIn(line, 'en')), now: () => new Date('2026-03-02T10:00:00Z') });
  for (let turn = 0; turn < 3; turn += 1) log.tell(invalidAuth);
  expect(codes(await log.problems())).toEqual(['invalid_auth']);
  expect(said).toHaveLength(1);
});
