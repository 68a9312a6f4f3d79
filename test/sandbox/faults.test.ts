import { ControlError } from '../../src/sandbox/control-error.ts';
import { createFaults } from '../../src/sandbox/faults.ts';
import type { FaultCall } from '../../src/sandbox/faults.ts';

const post = (to = 'C1', body: unknown = {}): FaultCall => ({ platform: 'slack', operation: 'chat.postMessage', to, body });
const rule = { platform: 'slack', operation: 'chat.postMessage', fault: { kind: 'platform_error', code: 'fatal_error' } } as const;

describe('fault rules', () => {
  it('hit every matching call until they are cleared', () => {
    const faults = createFaults();
    faults.add(rule);
    expect([faults.next(post()), faults.next(post())]).toEqual([expect.objectContaining({ code: 'fatal_error' }), expect.objectContaining({ code: 'fatal_error' })]);
    faults.clear();
    expect(faults.next(post())).toBeNull();
  });

  it('hit only the nth matching call when nth is given', () => {
    const faults = createFaults();
    faults.add({ ...rule, nth: 2 });
    expect([1, 2, 3].map(() => faults.next(post()) !== null)).toEqual([false, true, false]);
  });

  it('hit as many calls as count says, from the nth on', () => {
    const faults = createFaults();
    faults.add({ ...rule, nth: 2, count: 2 });
    expect([1, 2, 3, 4].map(() => faults.next(post()) !== null)).toEqual([false, true, true, false]);
  });

  it('leave other platforms, operations, recipients and texts alone', () => {
    const faults = createFaults();
    faults.add({ ...rule, match: { to: 'C1', body: 'K7F2' } });
    const calls = [
      post('C2', { text: 'K7F2' }),
      post('C1', { text: 'other' }),
      { ...post('C1', { text: 'K7F2' }), operation: 'chat.update' },
      { ...post('C1', { text: 'K7F2' }), platform: 'twilio' as const },
    ];
    expect(calls.map((call) => faults.next(call))).toEqual([null, null, null, null]);
    expect(faults.next(post('C1', { blocks: [{ text: 'alert K7F2' }] }))).not.toBeNull();
  });

  it('take any operation of the platform for *', () => {
    const faults = createFaults();
    faults.add({ ...rule, operation: '*' });
    expect(faults.next({ ...post(), operation: 'auth.test' })).not.toBeNull();
  });

  it('draw the same row of hits from the same seed', () => {
    const draw = (seed: number): boolean[] => {
      const faults = createFaults();
      faults.add({ ...rule, probability: 0.5, seed });
      return Array.from({ length: 40 }, () => faults.next(post()) !== null);
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7).filter(Boolean).length).toBeGreaterThan(8);
    expect(draw(7).filter(Boolean).length).toBeLessThan(32);
  });

  it('let the first rule that hits decide while every rule counts', () => {
    const faults = createFaults();
    faults.add([{ ...rule, nth: 1 }, { ...rule, nth: 2, fault: { kind: 'hang', ms: 5 } }]);
    expect([1, 2, 3].map(() => faults.next(post())?.kind ?? null)).toEqual(['platform_error', 'hang', null]);
  });

  it('plan the receipts of a message apart from the answer to it, none at all included', () => {
    const faults = createFaults();
    const base = { platform: 'twilio', operation: 'messages.create' } as const;
    faults.add([{ ...base, nth: 1, fault: { kind: 'receipts', plan: [{ status: 'read', times: 2 }] } }, { ...base, nth: 2, fault: { kind: 'receipts', plan: [] } }]);
    const call = { ...base, to: null, body: {} };
    expect(faults.next(call)).toBeNull();
    expect([faults.receipts(call), faults.receipts(call), faults.receipts(call)]).toEqual([[{ status: 'read', times: 2, afterMs: 0 }], [], null]);
  });

  it.each([
    [{ ...rule, nth: 0 }, 'nth'],
    [{ ...rule, platform: 'pager' }, 'platform'],
    [{ ...rule, fault: { kind: 'hang' } }, 'fault.ms'],
    [{ ...rule, fault: { kind: 'explode' } }, 'fault.kind'],
    [{ ...rule, extra: 1 }, 'rule'],
    ['nonsense', 'rule'],
    [[rule, { ...rule, probability: 2 }], '1.probability'],
  ])('refuse what is not a rule and name the field: %#', (untrusted, field) => {
    const faults = createFaults();
    const attempt = (): unknown => faults.parse(untrusted);
    expect(attempt).toThrow(ControlError);
    expect(attempt).toThrow(`fault rule: ${field}:`);
    expect(faults.list()).toEqual([]);
  });
});
