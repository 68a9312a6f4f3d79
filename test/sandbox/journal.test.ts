import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../src/sandbox/journal.ts';

const entry = { platform: 'slack', operation: 'chat.postMessage', to: 'C1', body: { text: 'hola' }, status: 200 } as const;
const now = (): Date => new Date('2026-03-01T10:00:00Z');

describe('the journal', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigia-journal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('numbers entries from 1 and gives out those above a number', () => {
    const journal = openJournal({ path: null, now });
    journal.append(entry);
    journal.append({ ...entry, to: 'C2' });
    expect(journal.since(1)).toEqual([{ ...entry, to: 'C2', seq: 2, at: '2026-03-01T10:00:00.000Z' }]);
    expect(journal.since(2)).toEqual([]);
    expect(journal.last).toBe(2);
  });

  it('goes on where it was when it is opened again without having been closed', () => {
    const path = join(folder, 'home', 'journal.jsonl');
    openJournal({ path, now }).append(entry);
    const again = openJournal({ path, now });
    expect(again.append(entry).seq).toBe(2);
    expect(again.since(0)).toHaveLength(2);
    again.close();
  });

  it('loses nothing that was appended before the process was killed', async () => {
    const path = join(folder, 'journal.jsonl');
    const module = join(__dirname, '..', '..', 'src', 'sandbox', 'journal.ts');
    const script = `import(${JSON.stringify(module)}).then(({ openJournal }) => {
      const journal = openJournal({ path: ${JSON.stringify(path)}, now: () => new Date(0) });
      for (let n = 0; n < 50; n += 1) journal.append(${JSON.stringify(entry)});
      process.kill(process.pid, 'SIGKILL');
    })`;
    const child = spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
    const signal = await new Promise((resolve) => child.on('exit', (_code, by) => resolve(by)));
    expect(signal).toBe('SIGKILL');
    const journal = openJournal({ path, now });
    expect(journal.last).toBe(50);
    journal.close();
  });

  it('drops a last line that was cut in two and writes on behind it', () => {
    const path = join(folder, 'journal.jsonl');
    const first = openJournal({ path, now });
    first.append(entry);
    first.close();
    appendFileSync(path, '{"seq":2,"at":"2026-');
    const second = openJournal({ path, now });
    second.append({ ...entry, to: 'C2' });
    second.close();
    expect(openJournal({ path, now }).since(0).map(({ seq, to }) => [seq, to])).toEqual([[1, 'C1'], [2, 'C2']]);
  });

  it('keeps no token that was sent in a body', () => {
    const path = join(folder, 'journal.jsonl');
    const journal = openJournal({ path, now });
    journal.append({ ...entry, body: { token: 'xoxb-secret', text: 'hola' } });
    journal.close();
    expect(readFileSync(path, 'utf8')).not.toContain('xoxb-secret');
    expect(journal.since(0)[0]?.body).toEqual({ text: 'hola' });
  });

  it('is readable by its owner alone', () => {
    const path = join(folder, 'journal.jsonl');
    openJournal({ path, now }).close();
    expect(statSync(path).mode & 0o077).toBe(0);
  });
});
