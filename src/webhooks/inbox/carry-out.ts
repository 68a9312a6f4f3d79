import type { Destination } from '../../domain/people.ts';
import type { ActDecision, BindingDecision } from '../../domain/reply-binding.ts';
import type { AlertRequest } from '../../domain/request.ts';
import type { CameToLight, InboxEvent } from '../../ledger/ledger.ts';
import type { Bound } from './bind-incoming.ts';
import type { InboxOptions } from './inbox-options.ts';
import { takeAll } from './take-all.ts';

/** What was done about an event, by name. */
export interface Effect extends CameToLight {
  effect: string;
}

type OptOut = Extract<BindingDecision, { type: 'optOut' }>;

/** Does what a reply or a press comes to: a request to its alert, a question, an answer, or silence from now on. */
export async function carryOut(options: InboxOptions, event: InboxEvent, bound: Bound): Promise<Effect> {
  const { decision, destination } = bound;
  if (!destination) {
    options.report({ name: 'reply_from_hidden_number', platform: event.platform, eventId: event.eventId });
    return { effect: 'hidden_number' };
  }
  switch (decision.type) {
    case 'act':
      return act(options, event, bound, destination, decision);
    case 'actMany': {
      const came = await takeAll(options, event, decision);
      await options.client.answer({ platform: event.platform, eventId: event.eventId, route: bound.route, what: came });
      return { effect: `acknowledged_${came.taken.length}`, answered: destination };
    }
    case 'ask': {
      const { question, ...asked } = decision;
      await options.ledger.ask({ ...question, destination });
      await options.client.answer({ platform: event.platform, eventId: event.eventId, route: bound.route, what: asked });
      return { effect: `asked_${decision.ask}` };
    }
    case 'say':
      await options.client.answer({ platform: event.platform, eventId: event.eventId, route: bound.route, what: decision });
      return { effect: `said_${decision.say}`, ...(decision.code === null ? {} : { code: decision.code }) };
    case 'optOut':
      return optOut(options, event, destination, bound, decision);
    case 'optIn':
      await options.ledger.setOptedOut(destination, false, options.now());
      options.optedIn();
      await options.client.answer({ platform: event.platform, eventId: event.eventId, route: bound.route, what: decision });
      return { effect: 'opted_in' };
  }
}

async function act(options: InboxOptions, event: InboxEvent, { route, conversation }: Bound, destination: Destination, decision: ActDecision): Promise<Effect> {
  const { code, responder } = decision;
  const request = toRequest(event, decision);
  const outcome = await options.client.reply(code, { request, answerTo: { route, responder, conversation } });
  if (outcome === 'closed') {
    const answer = await options.client.answerForClosed(code);
    await options.client.answer({ platform: event.platform, eventId: event.eventId, route, what: { type: 'closed', code, kind: decision.act, answer } });
  }
  return { effect: `${decision.act}_${outcome}`, code, answered: destination };
}

function toRequest({ eventId, platform }: InboxEvent, { act: kind, responder, step, found }: ActDecision): AlertRequest {
  return {
    id: eventId, kind, by: { kind: 'responder', id: responder }, via: platform,
    ...(step === null || step < 1 ? {} : { step }),
    ...(found === undefined ? {} : { found }),
  };
}

/**
 * STOP: no alert goes there any more, the operator hears of it, and for each alert somebody else is called at once. Whoever wrote it
 * hears that last thing, and how to come back; by SMS Twilio says it to its own words.
 */
async function optOut(options: InboxOptions, event: InboxEvent, destination: Destination, { route, answeredByTwilio }: Bound, decision: OptOut): Promise<Effect> {
  const { responders, affected } = decision;
  await options.ledger.setOptedOut(destination, true, options.now());
  for (const responder of responders) options.report({ name: 'opted_out', platform: event.platform, eventId: event.eventId, responder });
  for (const code of new Set(affected.map((each) => each.code))) {
    for (const responder of responders) {
      const request: AlertRequest = { id: `${event.eventId}:${code}:${responder}`, kind: 'decline', by: { kind: 'responder', id: responder }, via: event.platform };
      await options.client.reply(code, { request, answerTo: null });
    }
  }
  // A stranger has no hospital that could be told.
  if (responders.length > 0 && !answeredByTwilio) await options.client.answer({ platform: event.platform, eventId: event.eventId, route, what: decision });
  return { effect: 'opted_out' };
}
