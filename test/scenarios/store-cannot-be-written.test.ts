import { NotRecordedError } from '../../src/client.ts';
import { LedgerError } from '../../src/ledger/ledger-error.ts';
import type { SqliteStore } from '../../src/ledger/sqlite-store.ts';
import { planFor } from '../../src/domain/triage.ts';
import { viewHome } from '../../src/launch/home.ts';
import { pageDirectly } from '../../src/roles/page-directly.ts';
import { toCliError } from '../../src/cli/to-cli-error.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { workflowIdOf } from '../../src/workflows/messages.ts';
import { waitUntil } from '../support/wait-until.ts';
import { openWard, type Ward } from './support/ward.ts';

const STAGE_4 = { stage: 4, confidence: 0.93, unit: 'uci' } as const;

describe('while the ledger can only be read', () => {
  let ward: Ward;
  let seen = 0;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(async () => {
    readOnly(false);
    await ward.close();
  });

  const readOnly = (on: boolean): void => void (ward.service.ledger.store as SqliteStore).raw.pragma(`query_only = ${on ? 'ON' : 'OFF'}`);

  /** Texts of the messages that were created since the last call. */
  const texts = (): string[] => {
    const created = ward.sandbox.journal.since(seen).filter(({ operation }) => operation === 'chat.postMessage' || operation === 'messages.create');
    seen = ward.sandbox.journal.last;
    return created.map(({ body }) => JSON.stringify(body));
  };

  test('a critical alert goes out directly, once, marked, to its first step and its fail-safe recipient; whoever raised it hears that it is not recorded', async () => {
    readOnly(true);
    const raise = (): Promise<unknown> => ward.service.client.raise({ ...STAGE_4, idempotencyKey: 'critical-1' }).catch((error: unknown) => error);
    const error = await raise();
    expect(error).toBeInstanceOf(NotRecordedError);
    expect(error).toMatchObject({ reached: ['ana', 'fernando', 'pedro'] });
    const sent = texts();
    expect(sent).toHaveLength(8);
    for (const text of sent) expect(text).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4} \(sin registro\)/);
    expect(await raise()).toMatchObject({ code: (error as NotRecordedError).code });
    expect(texts()).toEqual([]);
    expect(toCliError(error)).toMatchObject({ exitCode: 5, message: expect.stringMatching(/could not be recorded; ana, fernando, pedro were paged directly.*call them as well\. The ledger .* can't be written/) as string });
  });

  test('from a process that has no ledger at all it goes out in the same way', async () => {
    const { settings, config, home } = ward.service;
    const detection = { ...STAGE_4, unit: 'uci' };
    const alert = { code: 'K7F2-Q9MD', detection, alertType: null, plan: planFor(config.current().policy, detection), drill: false, acceptedAt: ward.time.now() };
    const reached = await pageDirectly({ settings, home: viewHome(home.dir), config }, alert);
    // Who is on call by the clock on the wall, which such a process has.
    expect(reached).toHaveLength(3);
    const sent = texts();
    expect(sent).toHaveLength(8);
    for (const text of sent) expect(text).toMatch(/K7F2-Q9MD \((sin registro|unrecorded)\)/);
  });

  test('any other is refused with a plain sentence', async () => {
    const error = await ward.service.client.raise({ stage: 2, confidence: 0.93 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LedgerError);
    expect(toCliError(error)).toMatchObject({ exitCode: 5, message: expect.stringContaining('Give this user write access') as string });
    expect(texts()).toEqual([]);
  });

  test('once it can be written again, the same finding is an alert like any other', async () => {
    readOnly(false);
    await ward.detect({ ...STAGE_4, unit: 'medicina', idempotencyKey: 'critical-1' });
    expect(await ward.messages()).toEqual(expect.arrayContaining(FIRST_STEP_OF_CRITICAL));
    texts();
  });

  test('pages of an alert that runs already go out all the same, once, and are written down when that can be done again', async () => {
    const code = await ward.detect({ ...STAGE_4, unit: 'medicina' });
    await ward.messages();
    texts();
    readOnly(true);
    await ward.service.client.ask(code, { id: 'up', kind: 'escalate', by: { kind: 'operator', id: 'test' }, via: 'cli' });
    const sent: string[] = [];
    await waitUntil('each page was tried three times', async () => {
      const { raw } = await ward.service.temporal.workflow.getHandle(workflowIdOf(code)).describe();
      return (raw.pendingActivities ?? []).filter(({ attempt }) => (attempt ?? 1) > 3).length >= 5;
    }, 20_000);
    sent.push(...texts());
    readOnly(false);
    await waitUntil('it is written down', async () => (await ward.service.ledger.posted(code)).filter(({ step }) => step === 2).length === 5, 30_000);
    sent.push(...texts().filter((text) => !text.includes('thread_ts')));
    expect(sent).toHaveLength(5);
    for (const text of sent) expect(text).toMatch(/\((sin registro|unrecorded)\)/);
    await waitUntil('its story has each of them', async () => (await ward.show(code)).timeline.filter(({ kind, step }) => kind === 'paged' && step === 2).length === 5, 30_000);
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  });

  test('a page that its provider put off doesn’t go once somebody has the alert, though that can’t be written either', async () => {
    const code = await ward.detect({ ...STAGE_4, unit: 'medicina' });
    await ward.messages();
    readOnly(true);
    ward.sandbox.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'status', status: 429 } });
    const by = { kind: 'responder', id: 'ana' } as const;
    await ward.service.client.ask(code, { id: 'up', kind: 'escalate', by: { kind: 'operator', id: 'test' }, via: 'cli' });
    const refused = (): number => ward.sandbox.journal.since(seen).filter(({ operation, status }) => operation === 'messages.create' && status === 429).length;
    await waitUntil('its pages by WhatsApp were put off', () => refused() >= 2, 20_000);
    await ward.service.client.ask(code, { id: 'mine', kind: 'acknowledge', by, via: 'cli' });
    ward.sandbox.faults.clear();
    texts();
    const tries = await triesOf(code);
    await waitUntil('each page was tried twice more', async () => Object.entries(await triesOf(code)).every(([id, tried]) => tried >= (tries[id] ?? 0) + 2), 40_000);
    expect(texts()).toEqual([]);
    readOnly(false);
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  });

  /** How often each send that is under way was tried. */
  const triesOf = async (code: string): Promise<Record<string, number>> => {
    const { raw } = await ward.service.temporal.workflow.getHandle(workflowIdOf(code)).describe();
    const sends = (raw.pendingActivities ?? []).filter(({ activityType }) => activityType?.name === 'sendNotification');
    return Object.fromEntries(sends.map(({ activityId, attempt }) => [activityId ?? '', attempt ?? 1]));
  };
});
