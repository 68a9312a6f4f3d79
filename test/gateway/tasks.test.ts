import { Ajv2020 } from 'ajv/dist/2020.js';
import { listingOf } from '../../src/gateway/tool-schema.ts';
import { notifyLppDetection } from '../../src/gateway/tools/notify-lpp-detection.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { addApiKey } from './support/api-keys.ts';
import { connectMcp, gatewayOf, sandboxKeyOf } from './support/callers.ts';
import { rawMcp, rawStdio, type RawAnswer } from './support/raw-mcp.ts';

describe('an alert that its caller follows as a task', () => {
  let ward: Ward;
  let gateway: string;
  let key: string;
  let taskId: string;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    [gateway, key] = [gatewayOf(ward.service), sandboxKeyOf(ward.service)];
  });
  afterAll(() => ward.close());

  const ask = async (method: string, params: Record<string, unknown>, how?: { declares: boolean }): Promise<RawAnswer> => rawMcp(gateway, key, method, params, how);
  const task = async (): Promise<Record<string, unknown> | undefined> => (await ask('tasks/get', { taskId })).result;
  const FINDING = { name: 'notify_lpp_detection', arguments: { lpp_grade: 4, confidence: 0.93, idempotency_key: 'image-1', patient_context: { patient_id: 'PAT-1' } } };

  test('is on disk when the task is answered, and found at once', async () => {
    const { result } = await ask('tools/call', FINDING);
    expect(result).toMatchObject({ resultType: 'task', taskId: expect.stringMatching(/^[\w-]+\.[\w-]{43}$/) as string, status: 'working', ttlMs: null, pollIntervalMs: 5_000 });
    expect(result).not.toHaveProperty('content');
    expect(result).not.toHaveProperty('result');
    taskId = String(result?.['taskId']);
    code = (await ward.service.client.list())[0]?.code ?? '';
    expect(await task()).toMatchObject({ resultType: 'complete', taskId, status: 'working', createdAt: (await ward.show(code)).acceptedAt });
    await ward.begun({ code });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });

  test('says how it stands: who was paged, and when it escalates', async () => {
    expect(await task()).toMatchObject({ status: 'working', statusMessage: `${code}: step 1 paged ana, fernando; escalates 10:05` });
  });

  test('is the same task when the call is repeated', async () => {
    expect((await ask('tools/call', FINDING)).result).toMatchObject({ resultType: 'task', taskId, status: 'working' });
    expect(await ward.service.client.list()).toHaveLength(1);
  });

  test('is the same task over stdio, to the same key', async () => {
    expect((await rawStdio(ward.service, key, 'tools/call', FINDING)).result).toMatchObject({ resultType: 'task', taskId });
    expect((await rawStdio(ward.service, key, 'tasks/get', { taskId })).result).toMatchObject({ status: 'working', statusMessage: expect.stringContaining('escalates') as string });
  });

  test('is no task to whoever does not say with the request that it can follow one', async () => {
    const { result } = await ask('tools/call', FINDING, { declares: false });
    expect(result).toMatchObject({ resultType: 'complete', structuredContent: { code, duplicate: true } });
    const legacy = await connectMcp(gateway, key, 'legacy');
    expect((await legacy.callTool(FINDING)).structuredContent).toMatchObject({ code, duplicate: true });
    expect(legacy.getServerCapabilities()).not.toHaveProperty('extensions');
    await legacy.close();
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
      const { error } = await ask(method, { taskId, inputResponses: {} }, { declares: false });
      expect({ method, error }).toMatchObject({ method, error: { code: -32021, data: { requiredCapabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } } } });
    }
  });

  test('is not found by another key, nor under a name that somebody made up', async () => {
    const other = await addApiKey(ward.service, { name: 'other', scopes: ['alerts:send'] });
    const forged = `${Buffer.from(JSON.stringify(['notify_lpp_detection', code])).toString('base64url')}.${'A'.repeat(43)}`;
    for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel']) {
      expect((await rawMcp(gateway, other, method, { taskId, inputResponses: {} })).error).toMatchObject({ code: -32602, message: expect.stringContaining('no task of this id') as string });
      for (const wrong of [forged, `${taskId}x`, taskId.slice(1), 'nothing']) expect((await ask(method, { taskId: wrong, inputResponses: {} })).error?.code).toBe(-32602);
    }
    expect(await ward.messages()).toEqual([]);
  });

  test('goes on with another key of the same name, as after a rotation', async () => {
    const rotated = await addApiKey(ward.service, { name: 'sandbox', scopes: ['alerts:send'] });
    expect((await rawMcp(gateway, rotated, 'tasks/get', { taskId })).result).toMatchObject({ status: 'working' });
  });

  test('asks nothing of its caller: an answer that nobody waits for changes nothing', async () => {
    expect((await ask('tasks/update', { taskId, inputResponses: { confirm: { action: 'accept' } } })).result).toMatchObject({ resultType: 'complete' });
    expect(await task()).toMatchObject({ status: 'working' });
  });

  test('is taken back when it is cancelled, once: people see that it was asked for, and the clock runs on', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { result } = await ask('tasks/cancel', { taskId });
      expect(result).toMatchObject({ resultType: 'complete' });
      expect(result).not.toHaveProperty('status');
      await ward.quiet();
    }
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline']);
    expect((await ward.show(code)).timeline.filter(({ kind }) => kind === 'retraction_requested')).toHaveLength(1);
    expect(await task()).toMatchObject({ status: 'working', statusMessage: expect.stringContaining('escalates 10:05') as string });
  });

  test('goes on while somebody has it, who can give it back', async () => {
    await ward.press('ana', 'acknowledge', code);
    expect(await task()).toMatchObject({ status: 'working', statusMessage: expect.stringMatching(`^${code}: ana has it; due by \\d\\d:\\d\\d$`) as string });
    await ward.messages();
  });

  test('goes on while a resolve can be undone, as it was not over then', async () => {
    await ward.ask(code, 'resolve', 'ana');
    await ward.messages();
    expect(await task()).toMatchObject({ status: 'working', statusMessage: expect.stringMatching(`^${code}: resolved; can be undone until \\d\\d:\\d\\d$`) as string });
    const shown = (await ask('tools/call', { name: 'get_alert', arguments: { code } })).result?.['structuredContent'];
    expect(shown).toMatchObject({ status: 'resolved', next: { tool: 'get_alert' } });
    expect(Date.parse((shown as { nextDeadline: string }).nextDeadline) - ward.time.now().getTime()).toBeCloseTo(10 * 60_000, -4);
    await ward.ask(code, 'giveBack', 'ana');
    await ward.messages();
    expect(await task()).toMatchObject({ status: 'working', statusMessage: expect.stringContaining('ana has it') as string });
  });

  test('ends with the alert, and comes to what get_alert shows, in the form that its tool promises', async () => {
    await ward.ask(code, 'resolve', 'ana', { found: 'confirmed' });
    await ward.wait('11 min');
    await ward.messages();
    const ended = await task();
    expect(ended).toMatchObject({ status: 'completed', statusMessage: `${code}: resolved` });
    const { structuredContent, _meta } = (ended as { result: { structuredContent: object; _meta: object } }).result;
    expect(_meta).toEqual({ 'vigia/requestId': expect.stringMatching(/^mcp_/) as string });
    const shown = (await ask('tools/call', { name: 'get_alert', arguments: { code } })).result?.['structuredContent'];
    expect(structuredContent).toEqual({ ...(shown as object), started: true, content: 'template', dropped: ['patient_context'] });
    expect(structuredContent).toMatchObject({ status: 'resolved', acknowledgedBy: 'ana', next: null, nextDeadline: null });
    const fits = new Ajv2020({ strict: false }).compile(listingOf(notifyLppDetection).outputSchema);
    expect({ fits: fits(structuredContent), errors: fits.errors }).toEqual({ fits: true, errors: null });
    expect((await ask('tasks/cancel', { taskId })).result).toMatchObject({ resultType: 'complete' });
    expect(await ward.messages()).toEqual([]);
  });

  test('is none where nothing goes on: a plan, a refusal, a repeat of what is over', async () => {
    for (const { arguments: parameters } of [{ arguments: { lpp_grade: 4, confidence: 0.9, dry_run: true } }, { arguments: { lpp_grade: 9, confidence: 0.9 } }, FINDING]) {
      const { result } = await ask('tools/call', { name: 'notify_lpp_detection', arguments: parameters });
      expect({ parameters, type: result?.['resultType'], task: result?.['taskId'] }).toEqual({ parameters, type: 'complete', task: undefined });
    }
  });
});
