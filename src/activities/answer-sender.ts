import { renderAnswer, renderDecision, renderTookAll } from '../domain/wording/index.ts';
import type { RenderedMessage } from '../domain/message.ts';
import type { Responder } from '../domain/people.ts';
import type { DirectAnswer } from '../workflows/messages.ts';
import { senderOf } from './event-sender.ts';
import { audienceOf } from './audience.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { sayTo } from './say-to.ts';

/** Answers a reply or a press that no alert's workflow answers: a question, a hint, or that the alert is over. */
export async function answerSender(deps: ActivityDependencies, input: DirectAnswer, askedAt: Date): Promise<void> {
  const event = await deps.ledger.inboxEvent(input.platform, input.eventId);
  const sender = event && senderOf(event);
  if (!event || !sender) return;
  const [responder] = deps.hospital().whoIsAt({ platform: input.platform, kind: 'person', address: sender.address });
  await sayTo(deps, {
    id: `answer~${input.platform}~${input.eventId}`,
    code: aboutAlert(input.what),
    route: input.route,
    address: sender.address,
    conversation: sender.conversation,
    responder: responder?.id ?? null,
    message: render(deps, input, responder ?? null),
    askedAt,
  });
}

/** The alert that an answer is about; null where it is about none, or only asks which. */
function aboutAlert(what: DirectAnswer['what']): string | null {
  return what.type === 'say' || what.type === 'closed' ? what.code : null;
}

function render(deps: ActivityDependencies, { what, route }: DirectAnswer, responder: Responder | null): RenderedMessage {
  const hospital = deps.hospital();
  const { language, timeZone, medium } = audienceOf(hospital, responder, route);
  const context = { timeZone, nameOf: (id: string) => hospital.responder(id)?.name ?? id };
  if (what.type === 'tookAll') return renderTookAll(what, context, language, medium);
  if (what.type !== 'closed') return renderDecision(what, context, language, medium);
  return renderAnswer(what.answer, { ...context, code: what.code, kind: what.kind, drill: false, link: hospital.linkTo(what.code) }, language, medium);
}
