export { renderAnswer, renderDecision, type AnswerContext, type DecisionContext, type SpokenDecision } from './render-answer.ts';
export { hostAdvice } from './host-advice.ts';
export { renderMessage, MAX_TEXT_CHARS, type Medium } from './render-message.ts';
export { slackLines, type SlackLines } from './slack-lines.ts';
export { smsSegments } from './sms-text.ts';
export { stageName } from './stage-name.ts';
export { renderReasons, renderTimeline, timelineLine, timelineLines, type Names } from './timeline.ts';
export { VOCABULARY, wordsOf } from './vocabulary.ts';
export { WHATSAPP_TEMPLATES, type WhatsAppTemplate } from './whatsapp-templates.ts';
