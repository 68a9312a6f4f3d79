import { createTemplates } from '../../../src/platforms/twilio/create-templates.ts';
import { toTemplateContent } from '../../../src/platforms/twilio/template-content.ts';
import { WHATSAPP_TEMPLATES } from '../../../src/domain/wording/whatsapp-templates.ts';
import { renderMessage } from '../../../src/domain/wording/render-message.ts';
import { MESSAGE_KINDS } from '../../../src/domain/message.ts';
import { facts } from './wire.ts';
import { PAGE, startSandboxed, toAna } from './sandboxed.ts';
import type { Sandboxed } from './sandboxed.ts';

const NOTICE = { name: 'vigia_taken_es_v1', language: 'es', body: 'Alerta {{1}}: la tiene {{2}}.', samples: ['K7F2-Q9MD', 'Luis'], buttons: [] } as const;

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
  expect(await createTemplates(sandbox.client, [{ ...PAGE, buttons: PAGE.buttons.slice(0, 1) }])).toMatchObject([{ outcome: 'differs' }]);
});

it('buttons share the slot after the text\'s own', () => {
  expect(toTemplateContent(PAGE)).toMatchObject({ buttons: [{ id: 'ack:{{4}}', title: 'Voy' }, { id: 'dec:{{4}}', title: 'No puedo' }], variables: { 1: 'CRÍTICA', 4: 'notification:mac' } });
  expect(toTemplateContent(NOTICE)).toMatchObject({ buttons: [], variables: { 1: 'K7F2-Q9MD', 2: 'Luis' } });
});

it('samples that don\'t match the slots are refused', () => {
  expect(() => toTemplateContent({ ...PAGE, samples: ['a', 'b'] })).toThrow('vigia_page_es_v1');
  expect(() => toTemplateContent({ ...NOTICE, body: 'Alerta {{1}}: {{3}}.' })).toThrow(RangeError);
});

it('every template of our wording is approved by WhatsApp\'s rules, and every message finds its template, filled to the letter', async () => {
  const outcomes = await createTemplates(sandbox.client, WHATSAPP_TEMPLATES);
  expect(outcomes.every(({ outcome }) => outcome === 'created')).toBe(true);
  await sandbox.rig.simulator.settle();
  const platform = sandbox.platform({ publicUrl: 'https://vigia.example.org', templateNames: WHATSAPP_TEMPLATES.map(({ name }) => name) });
  expect(await platform.check()).toEqual({ ok: true, findings: [] });
  for (const language of ['es', 'en'] as const) {
    for (const kind of MESSAGE_KINDS) {
      for (const drill of [false, true]) {
        const about = facts({ drill, desk: '4501', link: 'https://hospital.example/a/K7F2-Q9MD', owner: { name: 'Ana', since: '2026-11-24T08:01:00.000Z' } });
        const message = renderMessage(kind, about, language, 'America/Santiago', 'whatsapp');
        const { ref } = await platform.send(toAna({ message }));
        const kept = sandbox.rig.simulator.messages.get(ref.id);
        // A slot holds no line break; everything else is what was rendered.
        expect(kept?.body).toBe(message.text);
        expect(kept?.buttons.map(({ title }) => title)).toEqual(message.actions.map(({ label }) => label));
      }
    }
  }
});
