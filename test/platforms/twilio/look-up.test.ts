import { readButtonPayload } from '../../../src/platforms/twilio/button-payload.ts';
import { createCallMeter } from '../../../src/platforms/twilio/call-meter.ts';
import { PlatformError } from '../../../src/platforms/platform-error.ts';
import type { Outbound } from '../../../src/platforms/platform.ts';
import { BUTTON_KEY, START, startSandboxed, toAna } from './sandboxed.ts';
import type { Sandboxed } from './sandboxed.ts';
import { facts, rendered } from './wire.ts';

let sandbox: Sandboxed;
beforeEach(async () => {
  sandbox = await startSandboxed();
});
afterEach(() => sandbox.stop());

function after(seconds: number): Date {
  return new Date(START.getTime() + seconds * 1_000);
}

/** Sends while the answer gets lost, and says when the attempt began. */
async function sendUncertain(outbound: Outbound = toAna()): Promise<PlatformError> {
  sandbox.rig.faults.add({ platform: 'twilio', operation: 'messages.create', nth: 1, fault: { kind: 'reset', when: 'after' } });
  const error: unknown = await sandbox.platform().send(outbound).then(() => null, (thrown: unknown) => thrown);
  sandbox.rig.faults.clear();
  expect(error).toBeInstanceOf(PlatformError);
  return error as PlatformError;
}

it('a message whose answer was lost is found while Twilio still holds it, and adopted', async () => {
  const error = await sendUncertain();
  expect(error.failure).toEqual({ kind: 'settle_first', code: 'connection_reset' });
  const [kept] = sandbox.rig.simulator.messages.list();
  expect(kept?.sentAt).toBeNull();
  expect(await sandbox.platform().lookUp(toAna(), START)).toEqual({
    found: 'yes', sent: { ref: { id: kept?.sid, conversation: toAna().destination.address }, sender: 'whatsapp:+14155550100', state: 'sent' },
  });
});

it('a message found later brings the state it has reached', async () => {
  await sendUncertain();
  await sandbox.rig.simulator.settle();
  expect(await sandbox.platform().lookUp(toAna(), START)).toMatchObject({ found: 'yes', sent: { state: 'read' } });
});

it('a message that Twilio never took is not found', async () => {
  sandbox.rig.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'reset', when: 'before' } });
  await expect(sandbox.platform().send(toAna())).rejects.toThrow('settle_first');
  expect(await sandbox.platform().lookUp(toAna(), START)).toEqual({ found: 'no' });
});

it('an earlier page of the same alert is not taken for the lost reminder', async () => {
  await sandbox.platform().send(toAna());
  sandbox.setNow(after(300));
  sandbox.rig.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'reset', when: 'before' } });
  await expect(sandbox.platform().send(toAna({ attemptId: 'att_2' }))).rejects.toThrow('settle_first');
  expect(await sandbox.platform().lookUp(toAna({ attemptId: 'att_2' }), after(300))).toEqual({ found: 'no' });
});

it('another message of the alert half a minute before is not taken for the lost notice', async () => {
  await sandbox.platform().send(toAna());
  const message = rendered({ kind: 'taken_notice', text: 'K7F2-Q9MD: la tiene Luis desde las 10:00.' });
  expect(await sandbox.platform().lookUp(toAna({ attemptId: 'att_2', message }), after(30))).toEqual({ found: 'no' });
});

it('a message whose text Twilio wrote a little differently is found by the alert\'s code', async () => {
  const sent = await sandbox.platform().send(toAna());
  const message = rendered({ text: 'Alerta CRÍTICA (plantilla anterior). Código K7F2-Q9MD.' });
  expect(await sandbox.platform().lookUp(toAna({ message }), START)).toMatchObject({ found: 'yes', sent: { ref: sent.ref } });
});

it('of two messages of the alert the one with the same text is found', async () => {
  const notice = rendered({ template: null, text: 'K7F2-Q9MD: la tiene Luis desde las 10:02.', actions: [], variables: [] });
  await sandbox.rig.simulator.reply({ from: toAna().destination.address, body: 'hola' });
  const windowUntil = after(3_600).toISOString();
  const posted = await sandbox.platform().send(toAna({ attemptId: 'att_0', message: notice, windowUntil }));
  await sandbox.platform().send(toAna());
  expect(await sandbox.platform().lookUp(toAna({ attemptId: 'att_0', message: notice }), START)).toMatchObject({ found: 'yes', sent: { ref: posted.ref } });
});

it('a message that is known to be another attempt\'s is left alone', async () => {
  const first = await sandbox.platform().send(toAna());
  const attemptOf = (sid: string): Promise<string | null> => Promise.resolve(sid === first.ref.id ? 'att_1' : null);
  expect(await sandbox.platform({ attemptOf }).lookUp(toAna({ attemptId: 'att_2' }), START)).toEqual({ found: 'no' });
  expect(await sandbox.platform({ attemptOf }).lookUp(toAna(), START)).toMatchObject({ found: 'yes' });
});

it('a message to somebody else, or of another alert, is not found', async () => {
  await sandbox.platform().send(toAna());
  const other = toAna({ destination: { platform: 'twilio', kind: 'person', address: 'whatsapp:+573001110002' } });
  expect(await sandbox.platform().lookUp(other, START)).toEqual({ found: 'no' });
  const message = rendered({ text: 'Alerta CRÍTICA hasta las 08:05. Código AAAA-BBBB. Responda SÍ o NO.', facts: facts({ code: 'AAAA-BBBB' }) });
  expect(await sandbox.platform().lookUp(toAna({ message }), START)).toEqual({ found: 'no' });
});

it('a reply that quotes the code is not taken for our message', async () => {
  await sandbox.rig.simulator.reply({ from: toAna().destination.address, body: 'K7F2-Q9MD sí' });
  expect(await sandbox.platform().lookUp(toAna(), START)).toEqual({ found: 'no' });
});

it('a message that failed is found with its end', async () => {
  sandbox.rig.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'receipts', plan: [{ status: 'failed', errorCode: 63003 }] } });
  await sandbox.platform().send(toAna());
  await sandbox.rig.simulator.settle();
  expect(await sandbox.platform().lookUp(toAna(), START)).toMatchObject({ found: 'yes', sent: { state: 'failed_permanent' } });
});

it('when Twilio can\'t be asked the outcome stays unknown, and asking again is harmless', async () => {
  sandbox.rig.faults.add({ platform: 'twilio', operation: 'messages.list', fault: { kind: 'status', status: 503 } });
  expect(await sandbox.platform().lookUp(toAna(), START)).toEqual({ found: 'unknown', failure: { kind: 'retry_after', code: 'http_503' } });
});

it('look-ups have an allowance of their own, and say when it is used up', async () => {
  const platform = sandbox.platform({ lookUpMeter: createCallMeter(2, 60_000) });
  expect(await platform.lookUp(toAna(), START)).toEqual({ found: 'no' });
  expect(await platform.lookUp(toAna(), START)).toMatchObject({ found: 'unknown', failure: { code: 'look_up_limit' } });
  sandbox.setNow(after(61));
  expect(await platform.lookUp(toAna(), START)).toEqual({ found: 'no' });
});

it('the button on a page that went out is one we can read', async () => {
  await sandbox.platform().send(toAna());
  const [kept] = sandbox.rig.simulator.messages.list();
  expect(kept?.buttons.map(({ id, title }) => [title, readButtonPayload(id, BUTTON_KEY)?.action])).toEqual([['Voy', 'acknowledge'], ['No puedo', 'decline']]);
  expect(kept?.body).toBe(rendered().text);
});
