import { keepCallbackCounts } from '../../src/roles/keep-callback-counts.ts';
import { openStore } from '../../src/roles/open-store.ts';
import { CallbackCounts } from '../../src/webhooks/callback-counts.ts';
import { byWhatsAppFirst, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';
import { openWhatsAppWard, pageByWhatsApp } from './support/whatsapp-page.ts';

describe('a callback that is not what it says', () => {
  let ward: Ward;
  let code: string;
  /** What health is to say by now. */
  let counted: Record<string, Record<string, number>>;
  beforeAll(async () => {
    ward = await openWhatsAppWard();
    code = await pageByWhatsApp(ward);
    counted = {};
  });
  afterEach(async () => {
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 1 });
    expect(await ward.service.ledger.history(code)).not.toContainEqual(expect.objectContaining({ direction: 'in' }));
    expect((await ward.get('/health')).body.callbacks).toMatchObject({ refused: counted, repeated: {} });
  });
  afterAll(() => ward.close());

  function count(platform: string, reason: string): void {
    counted[platform] = { ...counted[platform], [reason]: (counted[platform]?.[reason] ?? 0) + 1 };
  }

  async function press(forge: object, via: 'http' | 'socket' = 'http'): Promise<number[]> {
    const { answers } = await ward.sandbox.slack.press({ user: ward.address('fernando', 'slack'), code, action: 'acknowledge', channel: '#lpp-notifications', via, forge });
    return answers.map(({ status }) => status);
  }

  test.each([
    ['signed with another secret', { signature: 'wrong' }, 401, 'mismatch'],
    ['not signed at all', { signature: 'missing' }, 401, 'no_signature'],
    ['six minutes old, though signed', { ageSeconds: 360 }, 401, 'too_old'],
    ['six minutes ahead, though signed', { ageSeconds: -360 }, 401, 'in_the_future'],
    ['of another workspace that has the app', { team: 'T0ELSEWHERE' }, 403, 'foreign_team'],
  ])('a press %s is refused, counted, and has no effect', async (_how, forge, status, reason) => {
    expect(await press(forge)).toEqual([status]);
    count('slack', reason);
  });

  test('a press of another workspace that comes over a socket is refused, counted, and has no effect', async () => {
    expect(await press({ team: 'T0ELSEWHERE' }, 'socket')).toEqual([200]);
    count('slack', 'foreign_team');
  });

  test.each([
    ['Slack', 'slack', '/slack/interactions'],
    ['Twilio', 'twilio', '/mcp/twilio/webhook'],
  ])('what could not come from %s at all is refused and counted', async (_who, platform, path) => {
    const gateway = ward.service.home.endpoints.read().gateway;
    const answer = await fetch(`${gateway}${path}`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'tomo todas' });
    expect(answer.status).toBe(415);
    count(platform, 'malformed');
  });

  async function reply(forge: 'signature' | 'account', details: object = { text: 'voy' }): Promise<(number | undefined)[]> {
    const outcome = await ward.sandbox.twilio?.reply({ from: ward.address('ana', 'twilio'), forge, ...details });
    return (outcome?.answers ?? []).map(({ status }) => status);
  }

  test('a reply signed with another token is refused and has no effect', async () => {
    expect(await reply('signature')).toEqual([403]);
    count('twilio', 'bad_signature');
  });

  test("a reply to another account is refused, even signed with this one's token", async () => {
    expect(await reply('account')).toEqual([403]);
    count('twilio', 'foreign_account');
  });

  test('what another process on the same home refused is in the same count, as with the roles apart', async () => {
    const { ledger, close } = await openStore(ward.service);
    const callbacks = new CallbackCounts(ward.service.clock.now());
    callbacks.refuse('slack', 'foreign_team');
    await keepCallbackCounts({ callbacks, ledger, logger: ward.service.logger }).stop();
    await close();
    count('slack', 'foreign_team');
  });

  test('a STOP that is forged keeps nobody from being reached', async () => {
    expect(await reply('signature', { text: 'STOP' })).toEqual([403]);
    count('twilio', 'bad_signature');
    const destination = { platform: 'twilio' as const, kind: 'person' as const, address: ward.address('ana', 'twilio') };
    expect(await ward.service.ledger.isOptedOut(destination)).toBe(false);
  });
});

test('a button whose payload somebody made up takes nothing', async () => {
  const ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': byWhatsAppFirst } });
  const code = await ward.detect({ stage: 2, confidence: 0.93 });
  await ward.messages();
  const genuine = ward.sandbox.twilio?.messages.list({ to: ward.address('ana', 'twilio') }).flatMap(({ buttons }) => buttons.map(({ id }) => id))[0] ?? '';
  expect(genuine).not.toBe('');
  const forged = `${genuine.slice(0, -1)}${genuine.endsWith('A') ? 'B' : 'A'}`;
  await ward.sandbox.twilio?.reply({ from: ward.address('ana', 'twilio'), buttonPayload: forged });
  expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
  expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null });
  await ward.close();
});
