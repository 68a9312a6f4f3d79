import { readdirSync, readFileSync } from 'node:fs';
import { MAX_FURTHER_WORDS } from '../../src/ledger/further-words.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { addApiKey } from './support/api-keys.ts';
import { callByRest, gatewayOf, post, sandboxKeyOf, type GatewayCaller } from './support/callers.ts';

describe('what an agent hands in', () => {
  let ward: Ward;
  let agent: GatewayCaller;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    agent = callByRest(gatewayOf(ward.service), sandboxKeyOf(ward.service));
  });
  afterAll(() => ward.close());

  /** Hands in, lets what follows be done, and answers the alert's code and whether it was there before. */
  async function handIn(parameters: Record<string, unknown>, by = agent): Promise<{ code: string; duplicate: boolean }> {
    const { ok, data } = await by.call('notify_lpp_detection', { lpp_grade: 1, confidence: 0.93, ...parameters });
    expect({ ok, data }).toMatchObject({ ok: true });
    await ward.begun({ code: String(data['code']) });
    await ward.messages();
    return { code: String(data['code']), duplicate: data['duplicate'] === true };
  }

  const of = (patient_id: string): Record<string, unknown> => ({ patient_context: { patient_id } });

  describe('a finding handed in twice under the key of its caller', () => {
    const finding = { idempotency_key: 'image-1', lpp_grade: 1, message: 'first words' };

    test('is one alert: taken in the first time, and known the second', async () => {
      const authorization = `Bearer ${sandboxKeyOf(ward.service)}`;
      const call = { tool: 'notify_lpp_detection', parameters: { ...finding, confidence: 0.93 } };
      const first = await post(gatewayOf(ward.service), call, { authorization });
      expect(first).toMatchObject({ status: 202, body: { status: 'success', service: 'vigia', tool: 'notify_lpp_detection', error: null, data: { duplicate: false } } });
      expect(first.body.request_id).toMatch(/^mcp_[0-9a-f-]{36}$/);
      expect(first.body.response_time).toBeGreaterThan(0);
      await ward.begun(first.body.data as { code: string });
      const { code } = first.body.data as { code: string };
      expect(await post(gatewayOf(ward.service), call, { authorization })).toMatchObject({ status: 200, body: { data: { code, duplicate: true } } });
      const { idempotency_key, ...rest } = call.parameters;
      expect(await post(gatewayOf(ward.service), { ...call, parameters: rest }, { authorization, 'idempotency-key': idempotency_key })).toMatchObject({ status: 200, body: { data: { code, duplicate: true } } });
    });

    test.each([['stage', { lpp_grade: 2 }], ['words', { message: 'other words' }], ['platform', { platform: 'whatsapp' }], ['image', { image_path: 'img/2.png' }], ['patient', of('PAT-9')]])('is refused when its %s differs', async (_, other) => {
      const { status, body } = await post(gatewayOf(ward.service), { tool: 'notify_lpp_detection', parameters: { confidence: 0.93, ...finding, ...other } }, { authorization: `Bearer ${sandboxKeyOf(ward.service)}` });
      expect({ status, error: body.error }).toMatchObject({ status: 409, error: { code: 'key_reused', field: 'idempotency_key', retryable: false } });
    });

    test('reads as ever with the header of a key', async () => {
      const read = await post(gatewayOf(ward.service), { tool: 'list_alerts' }, { authorization: `Bearer ${sandboxKeyOf(ward.service)}`, 'idempotency-key': 'image-1' });
      expect(read).toMatchObject({ status: 200, body: { status: 'success' } });
    });

    test("is another alert for another caller, whose keys are its own", async () => {
      const other = callByRest(gatewayOf(ward.service), await addApiKey(ward.service, { name: 'other', scopes: ['alerts:send'] }));
      expect(await handIn(finding, other)).toMatchObject({ duplicate: false });
    });
  });

  describe('a finding handed in twice without a key', () => {
    test('is one alert when the patient is the same, however the caller words it', async () => {
      const { code } = await handIn({ ...of('PAT-1'), message: 'once' });
      expect(await handIn({ ...of('PAT-1'), message: 'and again', platform: 'whatsapp' })).toEqual({ code, duplicate: true });
      expect(await handIn({ patient_context: { patient_id: ' PAT-1 ', bed: 4 } })).toEqual({ code, duplicate: true });
    });

    test('in other words is one alert, whose further words are kept beside the first, up to a number, and the answer says so', async () => {
      const alert = { alert_type: 'lpp_critical', patient_id: 'PAT-6', severity: 'critical' };
      const say = async (message?: string): Promise<Record<string, unknown>> => (await agent.call('send_medical_alert', { ...alert, ...(message === undefined ? {} : { message }) })).data;
      const first = await say('sacrum');
      const code = await ward.begun({ code: String(first['code']) });
      expect(first).toMatchObject({ duplicate: false, words: 'kept' });
      await ward.wait('3 min');
      expect(await say('left heel, bleeding')).toMatchObject({ code, duplicate: true, content: 'template', words: 'kept', dropped: ['patient_id'] });
      expect(await say('sacrum')).toMatchObject({ code, duplicate: true, words: 'kept_before' });
      expect(await say()).not.toHaveProperty('words');
      const texts = async (): Promise<unknown[]> => (await ward.service.ledger.wordsWith(code)).map(({ by, text }) => [by, text]);
      expect(await texts()).toEqual([['sandbox', 'sacrum'], ['sandbox', 'left heel, bleeding']]);
      for (let time = 2; time <= MAX_FURTHER_WORDS; time += 1) expect(await say(`try ${time}`)).toMatchObject({ words: 'kept' });
      expect(await say('one more')).toMatchObject({ code, duplicate: true, words: 'too_many', dropped: ['patient_id', 'message'] });
      expect(await texts()).toHaveLength(MAX_FURTHER_WORDS + 1);
      await ward.ask(code, 'cancel', 'ana');
      await ward.messages();
    });

    test('is two alerts when it says another thing, or is about another patient', async () => {
      expect(await handIn({ ...of('PAT-1'), lpp_grade: 2 })).toMatchObject({ duplicate: false });
      expect(await handIn({ ...of('PAT-1'), body_site: 'sacrum' })).toMatchObject({ duplicate: false });
      expect(await handIn(of('PAT-2'))).toMatchObject({ duplicate: false });
    });

    test('is two alerts when nothing tells whether it is one patient', async () => {
      expect(await handIn({ confidence: 0.8 })).toMatchObject({ duplicate: false });
      expect(await handIn({ confidence: 0.8 })).toMatchObject({ duplicate: false });
    });

    test('is a new alert once somebody has dealt with the first', async () => {
      const { code } = await handIn({ ...of('PAT-3'), lpp_grade: 3 });
      await ward.ask(code, 'acknowledge', 'ana');
      expect(await handIn({ ...of('PAT-3'), lpp_grade: 3 })).toEqual({ code, duplicate: true });
      await ward.ask(code, 'resolve', 'ana');
      const second = await handIn({ ...of('PAT-3'), lpp_grade: 3 });
      expect(second.duplicate).toBe(false);
      expect(await handIn({ ...of('PAT-3'), lpp_grade: 3 })).toEqual({ code: second.code, duplicate: true });
      await ward.ask(second.code, 'cancel', 'ana');
      await ward.messages();
    });

    test('is recorded with the wound that somebody has confirmed, once in ten minutes, however often it comes', async () => {
      const wound = { ...of('PAT-5'), lpp_grade: 3, body_site: 'heel_left' };
      const { code } = await handIn(wound);
      await ward.ask(code, 'acknowledge', 'ana');
      await ward.ask(code, 'resolve', 'ana', { found: 'confirmed' });
      const recorded = async (): Promise<number> => (await ward.service.client.show(code)).timeline.filter(({ kind }) => kind === 'joined').length;
      for (let time = 0; time < 4; time += 1) expect(await handIn(wound)).toEqual({ code, duplicate: true });
      expect(await recorded()).toBe(1);
      await ward.wait('10 min');
      for (let time = 0; time < 4; time += 1) expect(await handIn(wound)).toEqual({ code, duplicate: true });
      await ward.wait('20 min');
      await ward.messages();
      for (let time = 0; time < 4; time += 1) expect(await handIn(wound)).toEqual({ code, duplicate: true });
      expect(await recorded()).toBe(2);
    });

    test('is known ten minutes later, and new after twenty, unless its image is the same', async () => {
      const patient = await handIn(of('PAT-4'));
      const image = await handIn({ ...of('PAT-4'), image_path: 'img/4.png' });
      await ward.wait('10 min');
      expect(await handIn(of('PAT-4'))).toEqual({ ...patient, duplicate: true });
      await ward.wait('10 min');
      await ward.messages();
      expect(await handIn(of('PAT-4'))).toMatchObject({ duplicate: false });
      expect(await handIn({ ...of('PAT-4'), image_path: 'img/4.png' })).toEqual({ ...image, duplicate: true });
    });
  });

  describe('an image at a place that a device gives to each of its images', () => {
    const image = (name: string): Record<string, unknown> => ({ image_path: `/tmp/${name}.png`, lpp_grade: 3, confidence: 0.9 });

    test.each(['resolve', 'cancel'] as const)('is a retry for five minutes whatever became of the alert (%s), and an alert of its own after that', async (end) => {
      const { code } = await handIn(image(end));
      await ward.ask(code, 'acknowledge', 'ana');
      await ward.ask(code, end, 'ana');
      expect(await handIn(image(end))).toEqual({ code, duplicate: true });
      await ward.wait('6 min');
      const next = await handIn(image(end));
      expect(next).toMatchObject({ duplicate: false });
      expect(await handIn(image(end))).toEqual({ code: next.code, duplicate: true });
      await ward.ask(next.code, 'cancel', 'ana');
      await ward.messages();
    });

    test('is the same alert while that is open, however long, and for good where it says when it was taken', async () => {
      const { code } = await handIn(image('open'));
      const taken = { ...image('taken'), captured_at: '2027-03-02T09:58:00-03:00' };
      const first = await handIn(taken);
      await ward.ask(code, 'acknowledge', 'ana');
      await ward.ask(first.code, 'cancel', 'ana');
      await ward.wait('6 min');
      expect(await handIn(image('open'))).toEqual({ code, duplicate: true });
      expect(await handIn(taken)).toEqual({ code: first.code, duplicate: true });
      await ward.ask(code, 'cancel', 'ana');
      await ward.messages();
    });
  });

  describe("an agent's part in a plan", () => {
    const plan = async (parameters: Record<string, unknown>): Promise<{ severity: string; reasons: string[]; plan: { routes: { route: string }[]; kind: string }[] }> =>
      (await agent.call('notify_lpp_detection', { confidence: 0.93, dry_run: true, ...parameters })).data as never;

    test('it names the platform that is tried first, among those that policy has, and not for the fail-safe recipient', async () => {
      const routesOf = async (platform: string | undefined): Promise<{ first: string[]; last: string[] }> => {
        const rows = (await plan({ lpp_grade: 3, ...(platform === undefined ? {} : { platform }) })).plan;
        const routes = (row?: (typeof rows)[number]): string[] => row?.routes.map(({ route }) => route) ?? [];
        return { first: routes(rows.find(({ kind }) => kind === 'page')), last: routes(rows.find(({ kind }) => kind === 'fail_safe')) };
      };
      const [own, slack, whatsapp] = [await routesOf(undefined), await routesOf('slack'), await routesOf('whatsapp')];
      expect(slack.first[0]).toBe('slack');
      expect(whatsapp.first[0]).toBe('twilio');
      expect([slack, whatsapp].map(({ first }) => first.toSorted())).toEqual([own.first.toSorted(), own.first.toSorted()]);
      expect([slack.last, whatsapp.last]).toEqual([own.last, own.last]);
    });

    test('a dry run tells the reminders after an acknowledgment and the calls that go on, as `vigia plan` does', async () => {
      expect((await plan({ lpp_grade: 4 })).plan).toEqual(expect.arrayContaining([
        expect.objectContaining({ kind: 'fail_safe_again', recipient: 'fail_safe', afterMs: 20 * 60_000, everyMs: 5 * 60_000 }),
        expect.objectContaining({ kind: 'attend_reminder', recipient: 'owner', responder: null, clock: 'acknowledgment', afterMs: 30 * 60_000, at: null, everyMs: null }),
      ]));
    });

    test('a dry run of a wound that has an alert says what would become of it there, writes nothing, and plans only what would be done', async () => {
      const wound = (lpp_grade: number): Record<string, unknown> => ({ ...of('PAT-20'), body_site: 'sacrum', lpp_grade });
      expect(await plan(wound(3))).not.toHaveProperty('episode');
      const { code } = await handIn(wound(3));
      expect(await plan(wound(3))).toMatchObject({ severity: 'high', episode: { outcome: 'joined', code, reason: 'same_stage' }, plan: [] });
      expect(await plan(wound(2))).toMatchObject({ episode: { outcome: 'joined', code, reason: 'not_worse' }, plan: [] });
      const raise = await plan(wound(4));
      expect(raise).toMatchObject({ severity: 'critical', episode: { outcome: 'raised', code, reason: 'worse_stage' } });
      expect(raise.plan.map(({ kind, routes }) => ({ kind, routes }))).toEqual((await plan({ lpp_grade: 4 })).plan.map(({ kind, routes }) => ({ kind, routes })));
      await ward.ask(code, 'acknowledge', 'ana');
      await ward.ask(code, 'resolve', 'ana', { found: 'confirmed' });
      expect(await plan(wound(3))).toMatchObject({ episode: { outcome: 'recorded', code, reason: 'confirmed_at_this_stage' }, plan: [] });
      const worse = await plan(wound(4));
      expect(worse).toMatchObject({ reasons: ['stage_4_critical', 'worse_than_confirmed'] });
      expect(worse).not.toHaveProperty('episode');
      expect(worse.plan).not.toEqual([]);
      expect((await ward.service.ledger.episodeDetections(code))).toEqual([]);
      expect(await plan({ ...wound(3), patient_context: { patient_id: 'PAT-21' } })).not.toHaveProperty('episode');
      await ward.messages();
    });

    test('it raises a severity and never lowers one', async () => {
      expect(await plan({ lpp_grade: 2, severity: 'critical' })).toMatchObject({ severity: 'critical', reasons: expect.arrayContaining(['raised_by_caller_critical']) as unknown });
      expect(await plan({ lpp_grade: 4, severity: 'low' })).toMatchObject({ severity: 'critical', reasons: expect.arrayContaining(['caller_cannot_lower']) as unknown });
    });
  });

  describe("a patient's data that an agent hands in", () => {
    const secrets = ['16.345.789-2', 'Juana Rojas', 'Habitacion 12', 'S3cretW0rds', 'scan-5541.png'];

    test('leaves no trace but a keyed reference, and words and image are sealed with the alert', async () => {
      const { data } = await agent.call('notify_lpp_detection', {
        lpp_grade: 4, confidence: 0.95, patient_context: { patient_id: secrets[0], name: secrets[1], room: secrets[2] }, message: secrets[3], image_path: secrets[4],
      });
      const code = await ward.begun({ code: String(data['code']) });
      expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
      expect(data).toMatchObject({ content: 'template', dropped: ['patient_context'] });
      const accepted = await ward.service.ledger.accepted(code);
      expect(accepted).toMatchObject({ detection: { patientRef: expect.stringMatching(/^[\w-]{43}$/) as string }, kept: { message: secrets[3], imagePath: secrets[4] } });
      await ward.service.ledger.store.write(async () => {});
      const { dir } = ward.service.home;
      const bytes = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => readFileSync(`${dir}/${name}`, 'latin1')).join('\n');
      const everywhere = [bytes, JSON.stringify(data), JSON.stringify(ward.sandbox.journal.since(0)), JSON.stringify(await ward.show(code))].join('\n');
      expect(secrets.filter((secret) => everywhere.includes(secret))).toEqual([]);
    });
  });

  describe('waiting for an alert', () => {
    /** Calls what each answer says to call next, until somebody has the alert. */
    const acknowledged = async (before: Record<string, unknown>): Promise<Record<string, unknown>> => {
      let alert = before;
      while (alert['status'] !== 'acknowledged') {
        const next = alert['next'] as { tool: string; arguments: Record<string, unknown> };
        ({ data: alert } = await agent.call(next.tool, next.arguments));
      }
      return alert;
    };

    test('ends with the next change, with the time, or at once where there is news already', async () => {
      const { code } = await handIn({ lpp_grade: 3, confidence: 0.9 });
      const { data: before } = await agent.call('get_alert', { code });
      const startedMs = performance.now();
      const waiting = acknowledged(before);
      // By the time that these are answered, the one before them waits.
      for (let round = 0; round < 3; round += 1) await agent.call('get_alert', { code });
      await ward.ask(code, 'acknowledge', 'ana');
      const after = await waiting;
      expect(after).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
      expect(performance.now() - startedMs).toBeLessThan(10_000);
      await ward.messages();
      const { data: now } = await agent.call('get_alert', { code });
      expect((await agent.call('get_alert', { code, since_revision: before['revision'], wait_seconds: 25 })).data).toEqual(now);
      expect((await agent.call('get_alert', { code, wait_seconds: 0.3 })).data).toEqual(now);
      await ward.ask(code, 'cancel', 'ana');
      await ward.messages();
      expect((await agent.call('get_alert', { code, wait_seconds: 25 })).data).toMatchObject({ status: 'cancelled', next: null });
    });
  });
});
