import { renderAnswer } from '../domain/wording/index.ts';
import type { AnswerInput } from './activity-inputs.ts';
import { toRecord } from './alert-record.ts';
import { audienceOf } from './audience.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { sayTo } from './say-to.ts';

/** Tells a responder what came of their reply, by the way it came in. */
export async function answerReply(deps: ActivityDependencies, input: AnswerInput, askedAt: Date): Promise<void> {
  await deps.ledger.record(toRecord(input.alert), deps.now());
  const { answerTo, alert, answer, kind } = input;
  const hospital = deps.hospital();
  const responder = hospital.responder(answerTo.responder);
  const address = responder?.destinations[answerTo.route];
  if (!responder || !address) return;
  const { language, timeZone, medium } = audienceOf(hospital, responder, answerTo.route);
  const context = {
    code: alert.code, kind, drill: alert.drill, link: hospital.linkTo(alert.code), timeZone,
    nameOf: (id: string) => hospital.responder(id)?.name ?? id,
  };
  const message = renderAnswer(answer, context, language, medium);
  await sayTo(deps, {
    id: `${alert.code}~answer~${input.requestId}`,
    code: alert.code,
    route: answerTo.route,
    address,
    conversation: answerTo.conversation,
    responder: responder.id,
    message,
    about: message.actions.length === 0 ? null : await newestPage(deps, alert.code),
    askedAt,
  });
}

async function newestPage({ ledger }: ActivityDependencies, code: string): Promise<string | null> {
  return (await ledger.posted(code)).findLast(({ platform, purpose }) => platform === 'slack' && purpose === 'page')?.notificationId ?? null;
}
