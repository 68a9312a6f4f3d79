import type { FaultRuleInput } from '../../src/sandbox/faults.ts';
import { waitUntil } from '../support/wait-until.ts';
import { callBack } from './support/call-back.ts';
import { pagedBy, STAGE_OF } from './support/three-severities.ts';
import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** The next route goes only where the one before failed or stays in doubt, so that what a fault comes to is seen alone. */
const ONE_ROUTE_AT_A_TIME = pagedBy({ critical: ['slack', 'twilio', 'twilio-sms'], high: ['slack', 'twilio', 'twilio-sms'], medium: ['twilio', 'twilio-sms', 'slack'] }, 'first');

type Route = 'slack' | 'twilio' | 'twilio-sms';
type Fault = FaultRuleInput['fault'];

/** What happens before time passes: a platform is well again, or late word comes of ana's message by a route. */
type Event = { well: 'slack' | 'twilio' } | { word: string; of: Route; errorCode?: number };

type Screen = 'slack' | 'whatsapp' | 'sms';

interface Row {
  /** As a sentence. */
  fault: string;
  severity: keyof typeof STAGE_OF;
  rules: FaultRuleInput[] | ((ward: Ward) => FaultRuleInput[]);
  /** After so many more seconds, in as many goes, ana has been sent a page by these routes since, and nobody anything else. */
  then: [afterS: number | number[], routes: Screen[], event?: Event][];
  /** Not before so many seconds after the alert is a page sent by a route. */
  earliest?: Partial<Record<Screen, number>>;
  /** What the story says of the pages, but for those that were sent: `slack delayed: retry_after`. */
  story?: string[];
  /** By which routes ana's message says that it is a repeat. */
  repeats?: Screen[];
}

/** A fault in the calls that create ana's message by a route; `count` of them, or all. */
const send = (route: Route, fault: Fault, count?: number) => (ward: Ward): FaultRuleInput[] => [{
  platform: route === 'slack' ? 'slack' : 'twilio', operation: route === 'slack' ? 'chat.postMessage' : 'messages.create',
  match: { to: ward.address('ana', route) }, fault, ...(count === undefined ? {} : { count }),
}];

/** Whatever is asked of the platform breaks off without an answer, look-ups too. */
const down = (...platforms: ('slack' | 'twilio')[]): FaultRuleInput[] => platforms.map((platform) => ({ platform, operation: '*', fault: { kind: 'reset', when: 'before' } }));

const receipts = (...plan: Extract<Fault, { kind: 'receipts' }>['plan']) => send('twilio', { kind: 'receipts', plan });

const LIMITED: Row[] = [
  { fault: 'Slack answers 429 without a time: 30 s, more than the alert can wait, so WhatsApp goes at once', severity: 'high', rules: send('slack', { kind: 'status', status: 429 }, 1),
    then: [[0, ['whatsapp']], [35, ['slack']]], earliest: { slack: 30 }, story: ['slack delayed: retry_after'] },
  { fault: 'Slack asks to wait 5 s, which the alert can: nothing else goes', severity: 'high', rules: send('slack', { kind: 'status', status: 429, headers: { 'retry-after': '5' } }, 1),
    then: [[8, ['slack']], [60, []]], earliest: { slack: 5 } },
  { fault: 'Slack asks to wait 8 s, which a critical alert can not: WhatsApp goes at once', severity: 'critical', rules: send('slack', { kind: 'status', status: 429, headers: { 'retry-after': '8' } }, 1),
    then: [[0, ['whatsapp']], [12, ['slack']], [60, []]], earliest: { slack: 8 }, story: ['slack delayed: retry_after'] },
  { fault: 'Twilio answers 429 without a time: it is tried again within seconds', severity: 'medium', rules: send('twilio', { kind: 'platform_error', code: 20429 }, 1), then: [[3, ['whatsapp']]] },
  { fault: 'Twilio asks to wait a minute: SMS goes at once, WhatsApp when the minute is over', severity: 'medium', rules: send('twilio', { kind: 'status', status: 429, headers: { 'retry-after': '60' }, body: '{"code":20429}' }, 1),
    then: [[0, ['sms']], [65, ['whatsapp']]], earliest: { whatsapp: 60 }, story: ['twilio delayed: retry_after'] },
];

const FAILED: Row[] = [
  ...([500, 502] as const).flatMap((status): Row[] => [
    { fault: `Slack answers ${status} and had taken nothing: after 5 s it is sent again, marked`, severity: 'high', rules: send('slack', { kind: 'status', status }, 1), then: [[8, ['slack']], [60, []]], earliest: { slack: 5 }, repeats: ['slack'] },
    { fault: `Twilio answers ${status} and had taken the message: it is found, and not sent again`, severity: 'medium', rules: send('twilio', { kind: 'status', status, when: 'after' }, 1), then: [[8, []], [90, []]] },
  ]),
  { fault: 'Twilio answers 500 and had taken nothing: after 5 s it is sent again, marked', severity: 'medium', rules: send('twilio', { kind: 'status', status: 500 }, 1), then: [[8, ['whatsapp']], [60, []]], earliest: { whatsapp: 5 }, repeats: ['whatsapp'] },
  { fault: 'Slack answers 500 twice: the repeat is not repeated, and WhatsApp goes', severity: 'high', rules: send('slack', { kind: 'status', status: 500 }), then: [[[8, 8], ['whatsapp']]], earliest: { whatsapp: 10 }, story: ['slack failed: failed_before'] },
  { fault: 'Slack answers 502 to a critical page: WhatsApp goes beside the doubt', severity: 'critical', rules: send('slack', { kind: 'status', status: 502 }, 1), then: [[0, ['whatsapp']], [8, ['slack']]], earliest: { slack: 5 }, repeats: ['slack'] },
  { fault: 'Slack holds a critical page that it had taken, and hangs up without a word: WhatsApp goes beside the doubt, and Slack is not asked again', severity: 'critical', rules: send('slack', { kind: 'hang', ms: 300, when: 'after' }, 1), then: [[0, ['whatsapp']], [8, []], [60, []]] },
  { fault: 'Twilio holds the call, hangs up without a word, and had taken nothing: after 5 s it is sent again, marked', severity: 'medium', rules: send('twilio', { kind: 'hang', ms: 300, when: 'before' }, 1), then: [[8, ['whatsapp']]], earliest: { whatsapp: 5 }, repeats: ['whatsapp'] },
  { fault: 'Slack closes its half of the connection, and had taken nothing: after 5 s it is sent again, marked', severity: 'high', rules: send('slack', { kind: 'half_close', ms: 300, when: 'before' }, 1), then: [[8, ['slack']], [60, []]], earliest: { slack: 5 }, repeats: ['slack'] },
  { fault: 'Twilio closes its half of the connection, and had taken the message: it is found, and not sent again', severity: 'medium', rules: send('twilio', { kind: 'half_close', ms: 300, when: 'after' }, 1), then: [[8, []], [90, []]] },
];

const TAKEN_AND_THEN: Row[] = [
  { fault: 'Twilio takes it and WhatsApp fails it later, 63024: SMS goes at once', severity: 'medium', rules: receipts({ status: 'sent' }, { status: 'undelivered', errorCode: 63024 }),
    then: [[0, ['whatsapp', 'sms']], [90, []]], story: ['twilio failed: 63024'] },
  { fault: 'Twilio takes it and it fails for the moment, 30008: once more after 6 s, then SMS', severity: 'medium', rules: receipts({ status: 'sent' }, { status: 'undelivered', errorCode: 30008 }),
    then: [[0, ['whatsapp']], [8, ['whatsapp', 'sms']], [90, []]], earliest: { sms: 6 }, story: ['twilio failed: 30008', 'twilio failed: 30008'] },
  { fault: 'Twilio takes it, it fails for the moment, 30008, and passes once more: no SMS goes', severity: 'medium', rules: send('twilio', { kind: 'receipts', plan: [{ status: 'undelivered', errorCode: 30008 }] }, 1),
    then: [[0, ['whatsapp']], [8, ['whatsapp']], [90, []]], story: ['twilio failed: 30008'] },
  { fault: 'Twilio takes it and a template was wanted after all, 63016: once more at once, then SMS', severity: 'medium', rules: receipts({ status: 'failed', errorCode: 63016 }),
    then: [[0, ['whatsapp', 'whatsapp', 'sms']], [90, []]], story: ['twilio failed: 63016', 'twilio failed: 63016'] },
  { fault: 'the failure is told three times over: SMS goes once', severity: 'medium', rules: receipts({ status: 'undelivered', errorCode: 63024, times: 3 }), then: [[0, ['whatsapp', 'sms']], [90, []]], story: ['twilio failed: 63024'] },
  { fault: 'the failure is told before that it was sent: SMS goes all the same', severity: 'medium', rules: receipts({ status: 'undelivered', errorCode: 63024 }, { status: 'sent' }), then: [[0, ['whatsapp', 'sms']]], story: ['twilio failed: 63024'] },
  { fault: 'read, delivered and sent come in this order: all is well', severity: 'medium', rules: receipts({ status: 'read' }, { status: 'delivered' }, { status: 'sent' }), then: [[0, ['whatsapp']], [90, []]] },
  { fault: 'delivered is followed by a failure, which is not believed', severity: 'medium', rules: receipts({ status: 'delivered' }, { status: 'undelivered', errorCode: 63024 }), then: [[0, ['whatsapp']], [90, []]] },
  { fault: 'delivered comes after the minute, when SMS has gone: nothing more goes', severity: 'medium', rules: receipts(),
    then: [[0, ['whatsapp']], [65, ['sms']], [0, [], { word: 'delivered', of: 'twilio' }], [90, []]], earliest: { sms: 60 }, story: ['twilio failed: receipt_overdue'] },
  { fault: 'the failure comes after the minute, when SMS has gone: nothing more goes', severity: 'medium', rules: receipts(),
    then: [[0, ['whatsapp']], [65, ['sms']], [0, [], { word: 'undelivered', of: 'twilio', errorCode: 63024 }], [90, []]], earliest: { sms: 60 }, story: ['twilio failed: receipt_overdue', 'twilio failed: 63024'] },
];

const ALL_DELAYED = ['slack delayed: retry_after', 'twilio delayed: retry_after', 'twilio-sms delayed: retry_after'];

const DOWN: Row[] = [
  { fault: 'Slack is down: WhatsApp goes within 10 s or little more, and Slack when it is back', severity: 'high', rules: down('slack'),
    then: [[14, ['whatsapp']], [60, []], [30, ['slack'], { well: 'slack' }]], earliest: { whatsapp: 5, slack: 74 }, story: ['slack delayed: retry_after'], repeats: ['slack'] },
  { fault: 'Slack is down, for a critical alert: WhatsApp goes at once, and Slack when it is back', severity: 'critical', rules: down('slack'),
    then: [[0, ['whatsapp']], [60, []], [30, ['slack'], { well: 'slack' }]], earliest: { slack: 60 }, repeats: ['slack'] },
  { fault: 'Twilio is down: WhatsApp is waited for 30 s, SMS as long, then Slack goes', severity: 'medium', rules: down('twilio'),
    then: [[[20, 20, 20, 20], ['slack']], [60, []]], earliest: { slack: 20 }, story: ['twilio delayed: retry_after', 'twilio-sms delayed: retry_after'] },
  { fault: 'both are down for four minutes, and Twilio is back first: WhatsApp and SMS go then, Slack when it is back', severity: 'high', rules: down('slack', 'twilio'),
    then: [[[60, 180], []], [[30, 60], ['whatsapp', 'sms'], { well: 'twilio' }], [[30, 60], ['slack'], { well: 'slack' }]], earliest: { whatsapp: 240, sms: 240, slack: 330 }, story: ALL_DELAYED, repeats: ['slack', 'whatsapp', 'sms'] },
  { fault: 'both are down for four minutes, and Slack is back first: it goes then', severity: 'high', rules: down('slack', 'twilio'),
    then: [[[60, 180], []], [[30, 60], ['slack'], { well: 'slack' }], [[30, 60], ['whatsapp', 'sms'], { well: 'twilio' }]], earliest: { slack: 240, whatsapp: 330, sms: 330 }, story: ALL_DELAYED, repeats: ['slack', 'whatsapp', 'sms'] },
];

describe('a fault of a provider ends where policy says, and by when', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': ONE_ROUTE_AT_A_TIME } });
  });
  afterEach(async () => {
    ward.sandbox.faults.clear();
    await ward.ask(code, 'cancel', 'luis');
    await ward.wait('1 min');
    await ward.messages();
  });
  afterAll(() => ward.close());

  test.each([...LIMITED, ...FAILED, ...TAKEN_AND_THEN, ...DOWN])('$severity: $fault', async ({ severity, rules, then, earliest = {}, story = [], repeats = [] }) => {
    const faults = [...(typeof rules === 'function' ? rules(ward) : rules)];
    ward.sandbox.faults.add(faults);
    code = await ward.detect({ stage: STAGE_OF[severity], confidence: 0.93 });
    const sent: string[][] = [];
    for (const [afterS, routes, event] of then) {
      if (event) await happen(event, faults);
      for (const seconds of [afterS].flat()) if (seconds > 0) await ward.wait(`${seconds} s`);
      await ward.sweep();
      sent.push(await messages(routes.length));
      // Nobody counts as told while nothing stands on any screen.
      if (shown().length === 0) expect(await ward.show(code)).toMatchObject({ status: 'triggered' });
    }
    expect(sent).toEqual(then.map(([, routes]) => routes.map((route) => `ana by ${route}: page`).sort()));
    expect(await tooEarly(earliest)).toEqual([]);
    expect(await troubleTold()).toEqual(story);
    expect(shown().filter(({ text }) => /repetici[oó]n/.test(text)).map(({ route }) => route)).toEqual(repeats);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 1, acknowledgedBy: null });
  });

  /** What was sent since: at least so many messages, where a busy machine takes its time, and whatever else there is. */
  async function messages(count: number): Promise<string[]> {
    const found = await ward.messages();
    const isEnough = async (): Promise<boolean> => found.length >= count || found.push(...await ward.messages()) >= count;
    await waitUntil('the messages are sent', isEnough).catch(() => undefined);
    return found.sort();
  }

  /** Pages that left sooner than they should: `slack after 3 s`. */
  async function tooEarly(earliest: Partial<Record<Screen, number>>): Promise<string[]> {
    const acceptedMs = Date.parse((await ward.show(code)).acceptedAt);
    const addresses = { slack: ward.address('ana', 'slack'), whatsapp: ward.address('ana', 'twilio'), sms: ward.address('ana', 'twilio-sms') };
    const created = ward.sandbox.journal.since(0).filter(({ at, operation, status, fault }) => Date.parse(at) > acceptedMs && ['chat.postMessage', 'messages.create'].includes(operation) && status < 300 && !fault);
    return (Object.entries(earliest) as [Screen, number][]).flatMap(([screen, least]) => created
      .filter(({ to }) => to === addresses[screen])
      .map(({ at }) => (Date.parse(at) - acceptedMs) / 1_000)
      .filter((seconds) => seconds < least)
      .map((seconds) => `${screen} after ${seconds} s`));
  }

  /** What stands on ana's screens about the alert. */
  function shown(): { route: string; text: string }[] {
    const texts = { slack: ward.slackTexts('ana'), whatsapp: ward.texts('ana'), sms: ward.texts('ana', 'sms') };
    return Object.entries(texts).flatMap(([route, each]) => each.filter((text) => text.includes(code)).map((text) => ({ route, text })));
  }

  /** What the alert's story says of pages that did not go as they should. */
  async function troubleTold(): Promise<string[]> {
    const { timeline } = await ward.show(code);
    return timeline.flatMap(({ kind, route, reason }) => (kind === 'page_delayed' || kind === 'page_failed' ? [`${route} ${kind.slice('page_'.length)}: ${reason}`] : []));
  }

  async function happen(event: Event, faults: FaultRuleInput[]): Promise<void> {
    if ('word' in event) return callBack(ward, { to: ward.address('ana', event.of), code, status: event.word, errorCode: event.errorCode });
    ward.sandbox.faults.clear();
    // A platform that is well again stays so.
    faults.splice(0, faults.length, ...faults.filter(({ platform }) => platform !== event.well));
    ward.sandbox.faults.add(faults);
  }
});
