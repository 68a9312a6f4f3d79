import { createTemplates } from '../../../src/platforms/twilio/create-templates.ts';
import { toTemplateContent } from '../../../src/platforms/twilio/template-content.ts';
import { PAGE, startSandboxed, toAna } from './sandboxed.ts';
import type { Sandboxed } from './sandboxed.ts';

const NOTICE = { name: 'vigia_taken_es_v1', language: 'es', body: 'Alerta {{1}}: la tiene {{2}}.', samples: ['K7F2-Q9MD', 'Luis'], actions: [] } as const;

let sandbox: Sandboxed;
beforeEach(async () => {
  sandbox = await startSandboxed({ templates: [] });
});
afterEach(() => sandbox.stop());

it('templates are made, handed in, and then carry a message with its buttons', async () => {
  const outcomes = await createTemplates(sandbox.client, [PAGE, NOTICE]);
  expect(outcomes.map(({ name, outcome, approval }) => [name, outcome, approval])).toEqual([[PAGE.name, 'created', 'received'], [NOTICE.name, 'created', 'received']]);
  await sandbox.rig.simulator.settle();
  await sandbox.platform().send(toAna());
  const [message] = sandbox.rig.simulator.messages.list();
  expect(message).toMatchObject({ body: toAna().message.text, contentSid: outcomes[0]?.sid });
  expect(message?.buttons.map(({ id }) => id)).toEqual([expect.stringMatching(/^ack:ntf_1:/), expect.stringMatching(/^dec:ntf_1:/)]);
});

it('asked again they are left alone', async () => {
  const first = await createTemplates(sandbox.client, [PAGE, NOTICE]);
  await sandbox.rig.simulator.settle();
  const second = await createTemplates(sandbox.client, [PAGE, NOTICE]);
  expect(second).toEqual(first.map((entry) => ({ ...entry, outcome: 'present', approval: 'approved' })));
  expect(sandbox.rig.simulator.contents.list()).toHaveLength(2);
});

it('one that was made and not handed in is handed in', async () => {
  sandbox.rig.faults.add({ platform: 'twilio', operation: 'approvals.create', nth: 1, fault: { kind: 'status', status: 503 } });
  await expect(createTemplates(sandbox.client, [PAGE])).rejects.toThrow('twilio: settle_first (http_503)');
  expect(await createTemplates(sandbox.client, [PAGE])).toMatchObject([{ outcome: 'submitted', approval: 'received' }]);
  expect(sandbox.rig.simulator.contents.list()).toHaveLength(1);
});

it('one that says something else under our name is told and not touched', async () => {
  await createTemplates(sandbox.client, [PAGE]);
  expect(await createTemplates(sandbox.client, [{ ...PAGE, body: `${PAGE.body} Ya.` }])).toMatchObject([{ outcome: 'differs' }]);
  expect(await createTemplates(sandbox.client, [{ ...PAGE, actions: PAGE.actions.slice(0, 1) }])).toMatchObject([{ outcome: 'differs' }]);
});

it('buttons share the slot after the text\'s own', () => {
  expect(toTemplateContent(PAGE)).toMatchObject({ buttons: [{ id: 'ack:{{4}}', title: 'Voy' }, { id: 'dec:{{4}}', title: 'No puedo' }], variables: { 1: 'CRÍTICA', 4: 'notification:mac' } });
  expect(toTemplateContent(NOTICE)).toMatchObject({ buttons: [], variables: { 1: 'K7F2-Q9MD', 2: 'Luis' } });
});

it('samples that don\'t match the slots are refused', () => {
  expect(() => toTemplateContent({ ...PAGE, samples: ['a', 'b'] })).toThrow('vigia_page_es_v1');
  expect(() => toTemplateContent({ ...NOTICE, body: 'Alerta {{1}}: {{3}}.' })).toThrow(RangeError);
});
