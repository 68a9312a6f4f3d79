import { asRendered, type MessageFacts, type RenderedMessage } from '../../../src/domain/message.ts';

export const FACTS: MessageFacts = {
  code: 'K7F2-Q9MD', severity: 'critical', stage: 4, confidenceBand: 'high', needsReview: false, deadline: null, step: 1, owner: null,
  status: 'notified', link: null, desk: null, drill: false, repeat: false,
};

/** A message with invented words; what our own templates say is tested with them. */
export function message(fields: Partial<RenderedMessage> = {}): RenderedMessage {
  return asRendered({
    kind: 'page', language: 'es', template: null, variables: [], text: 'Alerta K7F2-Q9MD: vea al paciente', facts: FACTS,
    actions: [{ action: 'acknowledge', label: 'Voy' }, { action: 'decline', label: 'No puedo' }, { action: 'resolve', label: 'Listo' }],
    ...fields,
  });
}
