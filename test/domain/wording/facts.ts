import fc from 'fast-check';
import { ALERT_STATUSES } from '../../../src/domain/alert.ts';
import { alertCodeFrom } from '../../../src/domain/alert-code.ts';
import { MESSAGE_KINDS, type MessageFacts } from '../../../src/domain/message.ts';
import { LANGUAGES } from '../../../src/domain/people.ts';
import { SEVERITIES } from '../../../src/domain/severity.ts';
import { STAGES } from '../../../src/domain/stage.ts';

/** 03:25 in Santiago, where summer time (UTC-3) lasts until 4 April 2026. */
export const FACTS: MessageFacts = {
  code: 'K7F2-Q9MD', severity: 'critical', stage: 4, confidenceBand: 'high', needsReview: false, deadline: '2026-03-01T06:25:00Z', step: 1, owner: null,
  status: 'notified', link: 'https://hospital.example/a/K7F2-Q9MD', desk: '4501', drill: false, repeat: false,
};

export const SANTIAGO = 'America/Santiago';

export const anyCode = fc.uint8Array({ minLength: 8, maxLength: 8 }).map(alertCodeFrom);
const anyTime = fc.option(fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString()), { nil: null });
export const anyName = fc.oneof(fc.constantFrom('Ana Soto', 'Luis', 'María José Ñúñez-Ibáñez de la Fuente y Pérez', '', '李雷'), fc.string({ unit: 'binary', maxLength: 80 }));
export const anyLink = fc.option(fc.oneof(fc.constant(FACTS.link), fc.nat(400).map((length) => `https://hospital.example/${'a'.repeat(length)}`), fc.string()), { nil: null });
export const anyDesk = fc.option(fc.oneof(fc.constantFrom('4501', '+56 2 2345 6789'), fc.string({ maxLength: 60 })), { nil: null });

/** Every fact the service could be handed, and some that it never should be. */
export const anyFacts: fc.Arbitrary<MessageFacts> = fc.record({
  code: fc.oneof(anyCode, fc.string({ maxLength: 40 })),
  severity: fc.constantFrom(...SEVERITIES),
  stage: fc.option(fc.constantFrom(...STAGES), { nil: null }),
  confidenceBand: fc.option(fc.constantFrom('low' as const, 'moderate' as const, 'high' as const), { nil: null }),
  needsReview: fc.boolean(),
  deadline: fc.oneof(anyTime, fc.constant('not a time')),
  step: fc.nat(20),
  owner: fc.option(fc.record({ name: anyName, since: anyTime.map((time) => time ?? 'never') }), { nil: null }),
  status: fc.oneof(fc.constantFrom(...ALERT_STATUSES), fc.string({ maxLength: 10 })),
  link: anyLink, desk: anyDesk, drill: fc.boolean(), repeat: fc.boolean(),
});

export const anyLanguage = fc.constantFrom(...LANGUAGES);
export const anyZone = fc.constantFrom(SANTIAGO, 'Europe/Madrid', 'UTC', 'Asia/Kathmandu', 'Nowhere/Here');
export const anyKind = fc.constantFrom(...MESSAGE_KINDS);
