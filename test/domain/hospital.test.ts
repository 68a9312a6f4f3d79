import fc from 'fast-check';
import { createHospital, type Hospital } from '../../src/domain/hospital.ts';
import { whoIsOnCall, type OnCall } from '../../src/domain/on-call.ts';
import { defaultConfig } from '../config/hospital-folder.ts';

const { directory } = defaultConfig();
const NURSES = ['ana', 'bruno', 'gabriela'].filter((id) => directory.responders.some((responder) => responder.id === id));
const HOUR_MS = 3_600_000;
/** The weekend on which Chile's clocks go forward lies within. */
const FIRST_MS = Date.parse('2026-09-03T00:00:00Z');

const onCall: OnCall = {
  rotations: [
    { role: 'primary_nurse', unit: null, timeZone: 'America/Santiago', start: '2026-01-05', rotateDays: 1, restrictions: [],
      shifts: [{ from: '08:00', people: NURSES }, { from: '20:00', people: NURSES.toReversed() }] },
    { role: 'primary_nurse', unit: 'uci', timeZone: 'America/Santiago', start: '2026-01-05', rotateDays: 1,
      shifts: [{ from: '08:00', people: NURSES.slice(1) }], restrictions: [{ days: ['mon', 'sat', 'sun'], from: '09:00', to: '17:00' }] },
  ],
  overrides: [{ role: 'primary_nurse', unit: null, responder: 'ana', fromMs: FIRST_MS + 30 * HOUR_MS, untilMs: FIRST_MS + 33 * HOUR_MS }],
};

function slackNurseAt(hospital: Hospital, unit: string | null, at: Date): string | null {
  const found = hospital.addressee({ recipient: { kind: 'role', role: 'primary_nurse' }, route: 'slack', unit, severity: 'critical', exclude: [], at });
  return 'nobody' in found ? null : (found.responder?.id ?? null);
}

test('whoever is on call is found at any moment, in whatever order the moments are asked about', () => {
  expect(NURSES.length).toBeGreaterThan(1);
  const hospital = createHospital(directory, onCall);
  const moment = fc.record({ unit: fc.constantFrom(null, 'uci', 'ward'), minute: fc.integer({ min: 0, max: 6 * 24 * 60 }) });
  fc.assert(fc.property(moment, ({ unit, minute }) => {
    const at = new Date(FIRST_MS + minute * 60_000);
    expect(slackNurseAt(hospital, unit, at)).toBe(whoIsOnCall(onCall, 'primary_nurse', unit, at)?.responder);
  }), { numRuns: 500 });
});

test.each([
  ['whoever is on call, outside their hours', { kind: 'role', role: 'wound_nurse' }, 'twilio', [], { nobody: 'outside_contact_hours', meant: 'isidora' }],
  ['whoever is on call, who said no', { kind: 'role', role: 'wound_nurse' }, 'slack', ['isidora'], { nobody: 'declined', meant: 'isidora' }],
  ['somebody named, without that route', { kind: 'responder', responder: 'ana' }, 'whatsapp-web', [], { nobody: 'no_destination', meant: 'ana' }],
  ['somebody named, who is in no directory', { kind: 'responder', responder: 'zoe' }, 'slack', [], { nobody: 'unknown_responder', meant: 'zoe' }],
  ['a role that nobody holds', { kind: 'role', role: 'physician' }, 'slack', [], { nobody: 'nobody_on_call', meant: null }],
] as const)('where nobody can be addressed it is said who was meant: %s', (_who, recipient, route, exclude, answer) => {
  const wound: OnCall = { rotations: [], overrides: [{ role: 'wound_nurse', unit: null, responder: 'isidora', fromMs: FIRST_MS, untilMs: FIRST_MS + HOUR_MS }] };
  expect(createHospital(directory, wound).addressee({ recipient, route, unit: null, severity: 'high', exclude: [...exclude], at: new Date(FIRST_MS) })).toEqual(answer);
});

test('at a hand-over the one who comes is asked for, not the one who was asked for a moment before', () => {
  const hospital = createHospital(directory, onCall);
  const handOver = whoIsOnCall(onCall, 'primary_nurse', null, new Date(FIRST_MS))?.until ?? new Date(Number.NaN);
  const before = slackNurseAt(hospital, null, new Date(handOver.getTime() - 1));
  const after = slackNurseAt(hospital, null, handOver);
  expect([before, after]).toEqual([handOver.getTime() - 1, handOver.getTime()].map((ms) => whoIsOnCall(onCall, 'primary_nurse', null, new Date(ms))?.responder));
  expect(before).not.toBe(after);
});
