import { issueKey } from '../../src/gateway/issue-key.ts';
import { CODE, closeAll, onEachStore, testLedger } from './fixtures.ts';

afterEach(closeAll);

onEachStore('API keys', () => {
  test('are kept as they were made, oldest first, and end when they are told to', async () => {
    const { ledger, time } = await testLedger();
    const first = issueKey({ name: 'vigia-ai', scopes: ['alerts:read', 'alerts:send'], responder: null, createdAt: time.now(), expiresAt: null }).key;
    time.pass(1_000);
    const second = issueKey({ name: 'ana-console', scopes: ['alerts:ack'], responder: 'ana', createdAt: time.now(), expiresAt: new Date(time.now().getTime() + 1_000) }).key;
    await ledger.addApiKey(second);
    await ledger.addApiKey(first);
    expect(await ledger.apiKeys()).toEqual([first, second]);
    expect(await ledger.apiKey(second.id)).toEqual(second);
    expect(await ledger.apiKey('none')).toBeNull();
    expect(await ledger.endApiKey(first.id, { revokedAt: time.now() })).toBe(true);
    expect(await ledger.endApiKey(second.id, { expiresAt: time.now() })).toBe(true);
    expect(await ledger.endApiKey('none', { revokedAt: time.now() })).toBe(false);
    expect(await ledger.apiKeys()).toEqual([{ ...first, revokedAt: time.now() }, { ...second, expiresAt: time.now() }]);
  });

  test('show when they were last used, to the minute', async () => {
    const { ledger, time } = await testLedger();
    const { key } = issueKey({ name: 'vigia-ai', scopes: ['alerts:read'], responder: null, createdAt: time.now(), expiresAt: null });
    await ledger.addApiKey(key);
    const used = async (): Promise<Date | null> => {
      const known = await ledger.apiKey(key.id);
      if (known) await ledger.noteKeyUse(known, time.now());
      return (await ledger.apiKey(key.id))?.lastUsedAt ?? null;
    };
    const begin = time.now();
    expect(await used()).toEqual(begin);
    time.pass(59_000);
    expect(await used()).toEqual(begin);
    time.pass(1_000);
    expect(await used()).toEqual(time.now());
  });

  test('an alert is found by the key of its caller, and its revision grows with each record', async () => {
    const { ledger, time } = await testLedger();
    expect(await ledger.revisionOf(CODE)).toBeNull();
    await ledger.accept({
      code: CODE, alertType: null, drill: false, acceptedAt: time.now(), detection: { stage: 4, confidence: 0.9, idempotencyKey: 'vigia-ai/1' },
      plan: { severity: 'critical' } as never, kept: { message: 'words', imagePath: 'img/1.png' },
    });
    expect(await ledger.takenUnder('vigia-ai/1')).toEqual({ code: CODE, at: time.now(), isRecorded: false });
    expect(await ledger.takenUnder('vigia-ai/2')).toBeNull();
    expect(await ledger.accepted(CODE)).toMatchObject({ kept: { message: 'words', imagePath: 'img/1.png' } });
    const before = await ledger.revisionOf(CODE);
    await ledger.record({ code: CODE, revision: 3, status: 'notified', severity: 'critical', escalationLevel: 1, acknowledgedBy: null, nextDeadline: null, timeline: [] }, time.now());
    expect([before, await ledger.revisionOf(CODE)]).toEqual([-1, 3]);
    for (const [filter, found] of [[{ status: 'notified' }, 1], [{ status: 'resolved' }, 0], [{ severity: 'critical', open: true }, 1], [{ severity: 'low' }, 0]] as const) {
      expect(await ledger.alerts({ limit: 9, ...filter })).toHaveLength(found);
    }
  });
});
