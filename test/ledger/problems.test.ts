import { QUIET_MS, type OperatorProblem } from '../../src/domain/operator-problem.ts';
import { closeAll, onEachStore, testLedger } from './fixtures.ts';

afterEach(closeAll);

const REFUSED: OperatorProblem = { key: 'slack.invalid_auth', platform: 'slack', route: null, code: 'invalid_auth', kind: 'refused', reported: false };
const OPTED_OUT: OperatorProblem = { key: 'opted_out.ana', platform: 'twilio', route: null, code: 'opted_out:ana', kind: 'notice', reported: false };
const HIDDEN: OperatorProblem = { ...OPTED_OUT, key: 'reply_from_hidden_number.twilio', code: 'reply_from_hidden_number' };
const HOUR = 3_600_000;

onEachStore('a problem for the operator', () => {
  test('is new to one of all processes that note it, also at the same time', async () => {
    const test = await testLedger();
    const [here, there] = [test.ledger, await test.again()];
    const isFirst = await Promise.all([here, there, here, there].map((ledger) => ledger.noteProblem(REFUSED, test.time.now())));
    expect(isFirst.filter(Boolean)).toHaveLength(1);
    await expect(there.problems(test.time.now())).resolves.toEqual([{ ...REFUSED, since: test.time.now(), seenAt: test.time.now() }]);
  });

  test('is new again only after it was over, however long it stood', async () => {
    const test = await testLedger();
    await test.ledger.noteProblem(REFUSED, test.time.now());
    test.time.pass(5 * HOUR);
    await expect(test.ledger.noteProblem(REFUSED, test.time.now())).resolves.toBe(false);
    test.time.pass(QUIET_MS);
    const proof = { what: 'taken', route: 'slack', since: test.time.now() } as const;
    await expect(test.ledger.clearProblems(proof)).resolves.toMatchObject([{ key: REFUSED.key }]);
    await expect(test.ledger.clearProblems(proof)).resolves.toEqual([]);
    await expect(test.ledger.problems(test.time.now())).resolves.toEqual([]);
    await expect(test.ledger.noteProblem(REFUSED, test.time.now())).resolves.toBe(true);
  });

  test('that was last seen after the call that went well began, stands', async () => {
    const test = await testLedger();
    await test.ledger.noteProblem(REFUSED, test.time.now());
    test.time.pass(QUIET_MS);
    const began = test.time.now();
    await test.ledger.noteProblem(REFUSED, test.time.now());
    await expect(test.ledger.clearProblems({ what: 'taken', route: 'slack', since: began })).resolves.toEqual([]);
    await expect(test.ledger.problems(test.time.now())).resolves.toHaveLength(1);
  });

  test('that a report told of isn\'t over because one more message is taken', async () => {
    const test = await testLedger();
    const problem: OperatorProblem = { ...REFUSED, key: 'twilio.63007', platform: 'twilio', route: 'twilio', code: '63007' };
    await test.ledger.noteProblem(problem, test.time.now());
    await test.ledger.noteProblem({ ...problem, reported: true }, test.time.now());
    test.time.pass(QUIET_MS);
    await expect(test.ledger.clearProblems({ what: 'taken', route: 'twilio', since: test.time.now() })).resolves.toEqual([]);
    await expect(test.ledger.clearProblems({ what: 'arrived', route: 'twilio', responder: 'ana', since: test.time.now() })).resolves.toHaveLength(1);
  });

  test('that merely happened is forgotten an hour after it was last seen, and new after that', async () => {
    const test = await testLedger();
    await test.ledger.noteProblem(HIDDEN, test.time.now());
    test.time.pass(HOUR);
    await expect(test.ledger.problems(test.time.now())).resolves.toHaveLength(1);
    await expect(test.ledger.noteProblem(HIDDEN, test.time.now())).resolves.toBe(false);
    test.time.pass(HOUR + 1);
    await expect(test.ledger.problems(test.time.now())).resolves.toEqual([]);
    await expect(test.ledger.noteProblem(HIDDEN, test.time.now())).resolves.toBe(true);
  });

  test('that somebody ended messages to them stands, however long ago, until they get them again', async () => {
    const test = await testLedger();
    await test.ledger.noteProblem(OPTED_OUT, test.time.now());
    test.time.pass(50 * HOUR);
    await expect(test.ledger.problems(test.time.now())).resolves.toHaveLength(1);
    await expect(test.ledger.noteProblem(OPTED_OUT, test.time.now())).resolves.toBe(false);
    await expect(test.ledger.clearProblems({ what: 'opted_in', responder: 'ana', since: test.time.now() })).resolves.toHaveLength(1);
    await expect(test.ledger.noteProblem(OPTED_OUT, test.time.now())).resolves.toBe(true);
  });
});
