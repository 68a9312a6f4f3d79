import type { AnsweredCall, RefusedCall } from '../../src/gateway/call-record.ts';
import { CallRecords } from '../../src/roles/call-records.ts';
import type { SafeFields } from '../../src/observability/safe-fields.ts';

const CALL: AnsweredCall = { requestId: 'mcp_1', door: 'rest', tool: 'list_alerts', caller: 'agent', status: 'ok', durationMs: 3 };
const REFUSED: RefusedCall = { requestId: 'mcp_2', door: 'mcp', caller: null, status: 'not_authenticated', reason: 'unknown_key' };

class Clock {
  ms = 0;
  readonly written: (SafeFields & { name: string })[] = [];
  readonly records = new CallRecords({ record: (name, fields) => void this.written.push({ name, ...fields }) }, 'hipaa', () => this.ms);
}

test('every call that is answered is written, however many there are', () => {
  const { records, written } = new Clock();
  for (let call = 0; call < 500; call += 1) records.onCall(CALL);
  expect(written).toHaveLength(500);
  expect(written[0]).toEqual({ name: 'gateway.call', requestId: 'mcp_1', door: 'rest', operation: 'list_alerts', part: 'agent', status: 'ok', durationMs: 3, complianceLevel: 'hipaa' });
});

test.each<[string, (records: CallRecords) => void]>([
  ['refused at the door', (records) => records.onRefused(REFUSED)],
  ['over its limit', (records) => records.onCall({ ...CALL, status: 'rate_limited' })],
])('whoever is %s on and on is written sixty times a minute, then at each doubling with how often it was, and pushes nobody else out', (_, refuse) => {
  const clock = new Clock();
  for (let call = 0; call < 1_000; call += 1) refuse(clock.records);
  expect(clock.written.map(({ count }) => count)).toEqual([...Array.from({ length: 60 }, () => undefined), 64, 128, 256, 512]);
  clock.records.onRefused({ ...REFUSED, reason: 'wrong_secret', caller: 'ward-agent' });
  expect(clock.written.at(-1)).toEqual({ name: 'gateway.refused', requestId: 'mcp_2', door: 'mcp', status: 'not_authenticated', reason: 'wrong_secret', part: 'ward-agent', complianceLevel: 'hipaa' });
  clock.ms = 60_000;
  refuse(clock.records);
  expect(clock.written.at(-1)?.count).toBeUndefined();
  expect(clock.written).toHaveLength(66);
});
