import { planFor } from '../../src/domain/triage.ts';
import { endAlert } from '../scenarios/support/whatsapp-page.ts';
import type { Ward } from '../scenarios/support/ward.ts';

/** One alert's life, or one message's, played on a ward; answers the alert's code, or the message's workflow. */
type LifeStory = (ward: Ward) => Promise<string | { workflowId: string }>;

const CRITICAL = { stage: 4, confidence: 0.93 } as const;

/** Neither provider takes a message, so that no step reaches anybody. */
const providersAway: LifeStory = async (ward) => {
  ward.sandbox.faults.add([
    { platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'status', status: 503 } },
    { platform: 'twilio', operation: 'messages.create', fault: { kind: 'status', status: 503 } },
  ]);
  const code = await ward.detect(CRITICAL);
  for (let minutes = 0; minutes < 12; minutes += 4) await ward.wait('4 min');
  ward.sandbox.faults.clear();
  await ward.wait('30 s');
  await ward.ask(code, 'cancel', 'ana');
  return code;
};

/** It gets worse twice while somebody has it: by its stage, and then by its severity. */
const worseWhileHeld: LifeStory = async (ward) => {
  const { policy } = ward.service.config.current();
  const code = await ward.detect({ stage: 2, confidence: 0.9, severity: 'high' });
  await ward.ask(code, 'acknowledge', 'ana');
  for (const stage of [3, 4] as const) {
    await ward.wait('5 min');
    await ward.ask(code, 'raise', '', { by: { kind: 'agent', id: 'vigia' }, via: 'api', stage, plan: planFor(policy, { stage, confidence: 0.9 }) });
  }
  await ward.ask(code, 'resolve', 'ana', { found: 'confirmed' });
  await ward.wait('11 min');
  return code;
};

/** A pause in the time for attending, and then nobody attends. */
const snoozedNotAttended: LifeStory = async (ward) => {
  const code = await ward.detect(CRITICAL);
  await ward.ask(code, 'acknowledge', 'ana');
  await ward.ask(code, 'snooze', 'ana', { forMs: 5 * 60_000 });
  for (let minutes = 0; minutes < 60; minutes += 10) await ward.wait('10 min');
  await ward.ask(code, 'cancel', 'ana');
  return code;
};

/** Somebody is asked to take it from the list, and can't. */
const listedAndDeclined: LifeStory = async (ward) => {
  const code = await ward.detect({ stage: 1, confidence: 0.9 });
  await ward.ask(code, 'reassign', 'ana', { to: 'hugo' });
  await ward.ask(code, 'decline', 'hugo');
  await ward.ask(code, 'open', 'ana');
  return code;
};

/** The newest workflow that sends one message. */
async function newestDelivery({ service }: Ward): Promise<{ workflowId: string }> {
  const found: { workflowId: string; startTime: Date }[] = [];
  for await (const each of service.temporal.workflow.list({ query: `TaskQueue = '${service.taskQueue}' AND WorkflowType = 'messageDelivery'` })) found.push(each);
  const [newest] = found.sort((a, b) => b.startTime.getTime() - a.startTime.getTime());
  if (!newest) throw new Error('no message was sent outside an alert');
  return { workflowId: newest.workflowId };
}

/** Everything that a workflow can be led through, one history each: what a release must still replay. */
export const LIFE_STORIES: Record<string, LifeStory> = {
  'taken-and-resolved': async (ward) => {
    const code = await ward.detect(CRITICAL);
    await ward.tap('ana', 'SÍ, VOY', code);
    await ward.ask(code, 'resolve', 'ana');
    await ward.wait('11 min');
    return code;
  },
  'nobody-answers': async (ward) => {
    const code = await ward.detect(CRITICAL);
    for (let minutes = 0; minutes < 25; minutes += 5) await ward.wait('5 min');
    await ward.ask(code, 'cancel', 'ana');
    return code;
  },
  'declined-reassigned-and-given-back': async (ward) => {
    const code = await ward.detect({ stage: 3, confidence: 0.5 });
    await ward.reply('ana', 'no puedo');
    await ward.ask(code, 'acknowledge', 'hugo');
    await ward.ask(code, 'reassign', 'hugo', { to: 'ana' });
    await ward.ask(code, 'acknowledge', 'ana');
    await ward.ask(code, 'giveBack', 'ana');
    await endAlert(ward, code);
    return code;
  },
  'given-back-by-an-operator': async (ward) => {
    const code = await ward.detect(CRITICAL);
    await ward.ask(code, 'acknowledge', 'ana');
    await ward.ask(code, 'giveBack', 'eva', { by: { kind: 'operator', id: 'eva' } });
    await ward.wait('5 min');
    await endAlert(ward, code);
    return code;
  },
  /** Written before a pause only put off. */
  'snoozed-and-not-attended': snoozedNotAttended,
  'snoozed-without-one-more-reminder': snoozedNotAttended,
  'handed-over-at-the-end-of-a-shift': async (ward) => {
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    await ward.ask(code, 'acknowledge', 'ana');
    const until = new Date(ward.time.now().getTime() + 10 * 60_000).toISOString();
    await ward.service.client.ask(code, { id: `shift-end:${code}`, kind: 'handOver', by: { kind: 'operator', id: 'shift-end' }, via: 'api', until, to: 'bruno' });
    await ward.wait('15 min');
    await ward.ask(code, 'acknowledge', 'bruno');
    await ward.ask(code, 'cancel', 'bruno');
    return code;
  },
  'slack-in-doubt-whatsapp-failing': async (ward) => {
    ward.sandbox.faults.add([
      { platform: 'slack', operation: 'chat.postMessage', count: 1, match: { to: ward.address('ana', 'slack') }, fault: { kind: 'reset', when: 'after' } },
      { platform: 'twilio', operation: 'messages.create', count: 1, fault: { kind: 'receipts', plan: [{ status: 'sent' }, { status: 'undelivered', errorCode: 63003 }] } },
    ]);
    const code = await ward.detect(CRITICAL);
    await ward.wait('10 s');
    ward.sandbox.faults.clear();
    await endAlert(ward, code);
    return code;
  },
  'put-behind-another-route-and-tried-after-all': async (ward) => {
    ward.sandbox.faults.add([
      { platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'platform_error', code: 'invalid_auth' } },
      { platform: 'twilio', operation: 'messages.create', match: { to: ward.address('ana', 'twilio') }, fault: { kind: 'platform_error', code: 63024 } },
    ]);
    const before = await ward.detect({ stage: 3, confidence: 0.9 });
    const code = await ward.detect({ stage: 3, confidence: 0.91 });
    ward.sandbox.faults.clear();
    await endAlert(ward, before);
    await endAlert(ward, code);
    return code;
  },
  'listed-raised-and-escalated': async (ward) => {
    const code = await ward.detect({ stage: 1, confidence: 0.9 });
    await ward.ask(code, 'escalate', 'ana');
    await endAlert(ward, code);
    return code;
  },
  /** Written before a listed alert stayed one when somebody was asked to take it. */
  'listed-and-declined': listedAndDeclined,
  'listed-still-once-declined': listedAndDeclined,
  /** Written before those whom a step hadn't reached were asked again. */
  'providers-away-and-asked-once': providersAway,
  'providers-away-and-asked-again': providersAway,
  /** Written before a worse stage raised an alert, and before its owner was told. */
  'raised-while-held': worseWhileHeld,
  'worse-while-held': worseWhileHeld,
  'by-its-severity': async (ward) => {
    const code = await ward.alert({ alertType: 'fall', severity: 'critical' });
    await ward.tap('ana', 'SÍ, VOY', code);
    await endAlert(ward, code);
    return code;
  },
  'a-reply-answered': async (ward) => {
    await ward.reply('ana', 'SÍ K2F2-Q9MD');
    return newestDelivery(ward);
  },
  'a-message-sent': async (ward) => {
    await ward.service.client.sendDirect({ by: 'agent-1', route: 'twilio', to: 'ana', text: 'Favor llamar a la unidad.' });
    return newestDelivery(ward);
  },
};
