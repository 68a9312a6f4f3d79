import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { waitUntil } from '../support/wait-until.ts';
import { gatewayOf } from './support/callers.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the example of an agent, which knows an address and a key', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  test('finds the tools, raises a finding, hears of each change until a responder takes it, and reads why each step happened', async () => {
    const agent = spawn(process.execPath, ['examples/agent-session.ts', gatewayOf(ward.service), ward.service.home.file('sandbox-key')], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    const over = once(agent, 'close');
    let text = '';
    agent.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    await waitUntil('it has raised an alert', () => text.includes('Raised '));
    const code = await ward.begun({ code: /Raised (.+)\./.exec(text)?.[1] ?? '' });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await waitUntil('it hears of changes', () => text.includes('Following '));
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual([...told(['ana', 'fernando'], ['slack', 'whatsapp'], 'reminder'), ...SECOND_STEP_OF_CRITICAL].sort());
    await waitUntil('it has heard of the second step', () => text.includes('notified, step 2.'));
    await ward.press('hugo', 'acknowledge', code);
    expect(await over).toEqual([0, null]);
    await ward.messages();
    const said = text.trimEnd().split('\n');
    expect(said[0]).toBe('The tools: notify_lpp_detection, send_medical_alert, get_alert, list_alerts, cancel_alert, slack_send_message, whatsapp_send_message, sms_send_message, fhir_create_observation, get_service_status, verify_receipt.');
    const updates = said.filter((line) => line.startsWith(`alert://${code} has changed: `)).map((line) => line.replace(/^.*: /, ''));
    expect([...new Set(updates)].slice(-2)).toEqual(['notified, step 2.', 'acknowledged, step 2.']);
    expect(said).toContain(`${code} is acknowledged: hugo has it. What happened, and why:`);
    const story = said.filter((line) => line.startsWith('  ')).map((line) => line.replace(/^ +\S+ +/, ''));
    expect(story.filter((line) => /^(triggered|step_started|acknowledged)/.test(line))).toEqual(['triggered (stage_4_critical)', 'step_started step 1 (started)', 'step_started step 2 (window_passed)', 'acknowledged hugo step 2']);
    for (const page of ['paged ana by slack step 1', 'paged emergency_escalation by slack step 1', 'paged hugo by twilio step 2']) expect(story).toContain(page);
    await ward.ask(code, 'cancel', 'hugo');
    await ward.messages();
  });
});
