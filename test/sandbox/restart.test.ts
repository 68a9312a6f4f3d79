import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertMessage, ANA, clientOf, startSandbox, useCleanup } from './sandbox-rig.ts';
import { startHttpBolt } from './slack/bolt-rig.ts';

const cleanup = useCleanup();

function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'vigia-sandbox-'));
  cleanup.later(() => rmSync(home, { recursive: true }));
  return home;
}

describe('a sandbox that is started again on its home', () => {
  it('keeps its journal and the messages, and edits what was posted before', async () => {
    const home = temporaryHome();
    const before = await startSandbox(cleanup, { home });
    const posted = await clientOf(before).chat.postMessage(alertMessage('K7F2', ANA.id));
    // The second one reads the files as a kill -9 of the first would have left them.
    const after = await startSandbox(cleanup, { home });
    expect(after.journal.since(0)).toEqual(before.journal.since(0));
    const { channel = '', ts = '' } = posted;
    await clientOf(after).chat.update({ channel, ts, text: 'La tiene Ana' });
    const { messages } = await clientOf(after).conversations.history({ channel, include_all_metadata: true });
    expect(messages).toMatchObject([{ ts, text: 'La tiene Ana', metadata: { event_payload: { attempt_id: 'attempt-K7F2' } } }]);
    expect(after.journal.since(0).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('never gives an id twice', async () => {
    const home = temporaryHome();
    const bolt = await startHttpBolt(cleanup);
    const now = (): Date => new Date();
    const triggers = new Set<unknown>();
    const stamps = new Set<unknown>();
    for (const code of ['A1', 'B2']) {
      const sandbox = await startSandbox(cleanup, { home, now, gatewayUrl: () => bolt.url });
      stamps.add((await clientOf(sandbox).chat.postMessage(alertMessage(code))).ts);
      await sandbox.slack.press({ user: ANA.id, code, action: 'acknowledge' });
      for (const { body } of bolt.presses.splice(0)) triggers.add(body.trigger_id).add(body.actions[0]?.action_ts).add(body.response_url);
    }
    expect(stamps.size).toBe(2);
    expect(triggers.size).toBe(6);
  });
});
