import { PAGE_TEMPLATE, startTwilioRig } from './twilio-rig.ts';
import type { TwilioRig } from './twilio-rig.ts';

describe('the templates of the simulated Twilio', () => {
  let rig: TwilioRig;

  beforeEach(async () => {
    const seeds = Array.from({ length: 4 }, (_, index) => ({ ...PAGE_TEMPLATE, friendlyName: `vigia_${index}_es_v1` }));
    rig = await startTwilioRig({ templates: seeds });
  });

  afterEach(async () => {
    const { violations } = rig.simulator;
    await rig.stop();
    expect(violations).toEqual([]);
  });

  /** The SDK sends what it is given as it is, so the names are the wire's and not those of its own types. */
  const createRaw = (content: unknown) =>
    rig.client.content.v1.contents.create(content as Parameters<typeof rig.client.content.v1.contents.create>[0]);
  const create = (body: string) =>
    createRaw({
      friendly_name: 'nuevo', language: 'es', variables: { 1: 'K7F2-Q9MD' },
      types: { 'twilio/quick-reply': { body, actions: [{ type: 'QUICK_REPLY', title: 'La tomo', id: 'ack:{{1}}' }] } },
    });

  it('are listed over pages, with their approvals', async () => {
    const listed = await rig.client.content.v1.contentAndApprovals.list({ pageSize: 3 });
    expect(listed.map(({ friendlyName }) => friendlyName)).toEqual(['vigia_3_es_v1', 'vigia_2_es_v1', 'vigia_1_es_v1', 'vigia_0_es_v1']);
    expect(listed[0]?.approvalRequests).toMatchObject({ status: 'approved', category: 'UTILITY' });
    expect(await rig.client.content.v1.contents.list({ pageSize: 2 })).toHaveLength(4);
  });

  it('keep their sid over a restart', async () => {
    const again = await startTwilioRig({ templates: [{ ...PAGE_TEMPLATE, friendlyName: 'vigia_0_es_v1' }] });
    expect(again.simulator.contents.list()[0]?.sid).toBe(rig.simulator.contents.list().at(-1)?.sid);
    await again.stop();
  });

  it('are made, handed in and approved', async () => {
    const { sid } = await create('Alerta {{1}}, responda.');
    const approval = () => rig.client.content.v1.contents(sid).approvalFetch().fetch();
    expect((await approval()).whatsapp).toMatchObject({ status: 'unsubmitted' });
    await rig.client.content.v1.contents(sid).approvalCreate.create({ name: 'nuevo', category: 'UTILITY' });
    expect((await approval()).whatsapp).toMatchObject({ status: 'received' });
    await rig.simulator.settle();
    expect((await approval()).whatsapp).toMatchObject({ status: 'approved' });
    expect(await rig.client.content.v1.contents(sid).fetch()).toMatchObject({ friendlyName: 'nuevo', language: 'es' });
  });

  it.each([
    ['{{1}} es una alerta.', 'The body begins with a variable.'],
    ['Alerta {{1}}', 'The body ends with a variable.'],
    ['Alerta {{1}}{{2}} ahora.', 'Two variables follow one another.'],
  ])('are rejected when WhatsApp would: %s', async (body, reason) => {
    const { sid } = await create(body);
    await rig.client.content.v1.contents(sid).approvalCreate.create({ name: 'nuevo', category: 'UTILITY' });
    await rig.simulator.settle();
    const { whatsapp } = await rig.client.content.v1.contents(sid).approvalFetch().fetch();
    expect(whatsapp).toMatchObject({ status: 'rejected', rejection_reason: reason });
  });

  it('are rejected from the start when a seed breaks the rules', async () => {
    const strict = await startTwilioRig({ templates: [{ ...PAGE_TEMPLATE, body: '{{1}}' }] });
    expect(strict.simulator.contents.list()[0]?.approval.status).toBe('rejected');
    await strict.stop();
  });

  it("are refused under the names of the SDK's types, which Twilio doesn't know", async () => {
    await expect(createRaw({ friendlyName: 'nuevo', language: 'es', types: { twilioText: { body: 'hola' } } })).rejects.toMatchObject({ code: 20001 });
    expect(rig.simulator.violations).toHaveLength(2);
    rig.simulator.forgetViolations();
  });

  it('are removed', async () => {
    const { sid } = await create('Alerta {{1}}, responda.');
    expect(await rig.client.content.v1.contents(sid).remove()).toBe(true);
    await expect(rig.client.content.v1.contents(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});
