import { deriveKey } from '../../src/gateway/finding-key.ts';
import type { Caller, GatewayContext } from '../../src/gateway/gateway-context.ts';

const LATEST = { stage: 3, confidence: 0.9 };
const NOW = new Date('2027-03-02T13:00:00.000Z');
const caller = { name: 'camera' } as Caller;

/** A service in which so many equal findings were taken in long ago, each dealt with. */
function afterEqual(findings: number): { context: GatewayContext; take(key: string): void; looks: () => number } {
  const taken = new Map<string, number>();
  let looks = 0;
  const context = {
    now: () => NOW, digest: (_purpose: string, text: string) => text,
    ledger: { takenUnder: async (key: string) => {
      looks += 1;
      return taken.has(key) ? { code: 'K7F2-Q9MD', at: new Date(0), isRecorded: false } : null;
    } },
    client: { show: async () => ({ status: 'resolved', drill: false }) },
  } as unknown as GatewayContext;
  const base = `derived/camera/${JSON.stringify(Object.entries({ ...LATEST, imagePath: 'latest.png' }).sort())}`;
  for (let place = 0; place < findings; place += 1) taken.set(place === 0 ? base : `${base}#${place}`, place);
  return { context, take: (key) => void taken.set(key, taken.size), looks: () => looks };
}

test.each([0, 1, 2, 3, 4, 7, 8, 9, 1_000])('after %i equal findings of an image the next has a key of its own', async (findings) => {
  const { context, take } = afterEqual(findings);
  const next = await deriveKey(context, caller, LATEST, 'latest.png');
  expect(await context.ledger.takenUnder(next ?? '')).toBeNull();
  take(next ?? '');
  expect(await context.ledger.takenUnder((await deriveKey(context, caller, LATEST, 'latest.png')) ?? '')).toBeNull();
});

test('a device that has given one place to its images for years costs a few looks and a short key', async () => {
  const { context, looks } = afterEqual(100_000);
  const key = await deriveKey(context, caller, LATEST, 'latest.png');
  expect(key).toMatch(/#100000$/);
  expect(looks()).toBeLessThan(40);
});
