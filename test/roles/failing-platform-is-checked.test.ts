import { silentProgress } from '../../src/launch/progress.ts';
import { silentLogger } from '../../src/observability/logger.ts';
import type { PlatformCheck } from '../../src/platforms/platform.ts';
import { createOperatorLog } from '../../src/roles/operator-log.ts';
import { startPlatformChecks } from '../../src/roles/platform-checks.ts';
import type { ServiceContext } from '../../src/roles/service-context.ts';
import { attemptIn, closeAll, SENDER, testLedger, wanted, type TestLedger } from '../ledger/fixtures.ts';

afterEach(async () => {
  jest.useRealTimers();
  await closeAll();
});

/** The checks of a service whose Twilio answers so, and whose sender's credentials were refused. */
async function checking(answer: () => PlatformCheck): Promise<{ test: TestLedger; isFailing(): Promise<boolean>; checks: ReturnType<typeof startPlatformChecks> }> {
  const test = await testLedger();
  await test.ledger.markFailed(attemptIn(await test.ledger.claim(wanted(), test.time.now())), { kind: 'page_operator', code: '20003' }, null, test.time.now());
  const platforms = { twilio: { platform: { check: async () => answer() }, senders: [SENDER] } } as unknown as ServiceContext['platforms'];
  const clock = { now: () => test.time.now(), virtual: false };
  const checks = startPlatformChecks({ platforms, ledger: test.ledger, operator: createOperatorLog({ ledger: test.ledger, logger: silentLogger, say: () => {}, now: clock.now }), clock, logger: silentLogger, progress: silentProgress, findings: [] });
  return { test, checks, isFailing: async () => (await test.ledger.failingSenders(test.time.now())).length > 0 };
}

test('a sender whose credentials are found to be good again is used as usual at once', async () => {
  const { checks, isFailing } = await checking(() => ({ ok: true, findings: [] }));
  await checks.settled();
  await expect(isFailing()).resolves.toBe(false);
  await checks.stop();
});

test('one whose credentials are still refused goes on being left alone, and is looked at again within half a minute', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'hrtime', 'Date'] });
  let ok = false;
  const { checks, isFailing } = await checking(() => ({ ok, findings: [] }));
  await checks.settled();
  await expect(isFailing()).resolves.toBe(true);
  ok = true;
  jest.advanceTimersByTime(30_000);
  await checks.settled();
  await expect(isFailing()).resolves.toBe(false);
  await checks.stop();
});
