import { platformOf } from '../domain/platform-name.ts';
import { renderAnswer } from '../domain/wording/index.ts';
import type { AnswerInput } from './activity-inputs.ts';
import { toRecord } from './alert-record.ts';
import { audienceOf } from './audience.ts';
import { deliver } from './deliver.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** How long WhatsApp takes free text after somebody wrote to us. https://www.twilio.com/docs/whatsapp/key-concepts */
export const WHATSAPP_WINDOW_MS = 24 * 60 * 60_000;

/** Tells a responder what came of their reply, by the way it came in. */
export async function answerReply(deps: ActivityDependencies, input: AnswerInput, askedAt: Date): Promise<void> {
  await deps.ledger.record(toRecord(input.alert));
  const { answerTo, alert, answer } = input;
  const platform = deps.platforms[platformOf(answerTo.route)];
  const hospital = deps.hospital();
  const responder = hospital.responder(answerTo.responder);
  const address = responder?.destinations[answerTo.route];
  if (!platform || !responder || !address) return;
  const { language, timeZone, medium } = audienceOf(hospital, responder, answerTo.route);
  const context = {
    code: alert.code, kind: input.kind, drill: alert.drill, link: hospital.linkTo(alert.code), timeZone,
    nameOf: (id: string) => hospital.responder(id)?.name ?? id,
  };
  const message = renderAnswer(answer, context, language, medium);
  if (platform.answerEphemeral && answerTo.conversation) {
    return platform.answerEphemeral(answerTo.conversation, address, message);
  }
  const destination = { platform: platformOf(answerTo.route), kind: 'person' as const, address };
  const lastInboundAt = await deps.ledger.lastInboundAt(destination);
  await deliver(deps, platform, {
    wanted: {
      id: `${alert.code}~answer~${input.requestId}`, code: alert.code, purpose: 'answer', severity: alert.severity, route: answerTo.route, destination,
      responder: responder.id, step: alert.step, sender: platform.senderFor(destination), wantedAt: askedAt,
      callTimeoutMs: platform.callTimeoutMs, afterAcknowledgment: true,
    },
    render: () => message,
    ...(lastInboundAt ? { windowUntil: new Date(lastInboundAt.getTime() + WHATSAPP_WINDOW_MS).toISOString() } : {}),
    patient: true,
    askedAt,
  });
}
