import { readFileSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '../../src/observability/logger.ts';
import type { Level, Logger } from '../../src/observability/logger.ts';
import { toTemporalLogger } from '../../src/observability/temporal-logger.ts';
import { PlatformError } from '../../src/platforms/platform-error.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

type Line = Record<string, unknown>;

function recorded(write: (log: Logger) => void, level: Level = 'debug'): { text: string; lines: Line[] } {
  let text = '';
  const log = createLogger({ level, role: 'worker', file: null, also: { write: (line) => void (text += line) } });
  write(log);
  return { text, lines: text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Line) };
}

describe('what is written', () => {
  test('an event, its level, the role and the fields on the list', () => {
    const { lines } = recorded((log) => log.event('send.failed', { code: 'K7F2-Q9MD', platform: 'slack', durationMs: 12, ok: false }, 'warn'));
    expect(lines).toEqual([{ level: 'warn', time: expect.stringMatching(/Z$/), role: 'worker', event: 'send.failed', code: 'K7F2-Q9MD', platform: 'slack', durationMs: 12, ok: false }]);
  });

  test('only from its level on', () => {
    const { lines } = recorded((log) => {
      log.event('a', {}, 'debug');
      log.event('b', {}, 'error');
    }, 'warn');
    expect(lines.map(({ event }) => event)).toEqual(['b']);
  });

  test('an error is its class, its code and where it was thrown', () => {
    const cause = Object.assign(new TypeError('hush'), { code: 'ECONNRESET' });
    const { lines } = recorded((log) => log.event('call.failed', { error: new Error('hush\n    at hush (/hush.ts:1:1)', { cause }) }));
    expect(lines[0]?.error).toMatchObject({ type: 'Error', at: [expect.stringMatching(/logger\.test\.ts:\d+/), expect.anything(), expect.anything(), expect.anything(), expect.anything(), expect.anything()], cause: { type: 'TypeError', code: 'ECONNRESET' } });
  });

  test("a platform's error keeps its classification", () => {
    const { lines } = recorded((log) => log.event('call.failed', { error: new PlatformError('twilio', { kind: 'fail_over', code: '63024' }) }));
    expect(lines[0]?.error).toMatchObject({ type: 'PlatformError', kind: 'fail_over', code: '63024' });
  });
});

describe('what is never written', () => {
  test.each<[string, Record<string, unknown>]>([
    ['a field that is not on the list', { patient: 'hush' }],
    ['an object in the place of a text', { code: { patient: 'hush' } }],
    ['a text in the place of a number', { durationMs: 'hush' }],
    ['a sentence', { reason: 'hush, said the nurse' }],
    ['a phone number', { responder: 'whatsapp:+14155550199' }],
    ['a WhatsApp id', { responder: '14155550199@c.us' }],
    ["an error's text", { error: new Error('hush 14155550199') }],
    ["an error's text when its stack was changed", { error: Object.assign(new Error('other'), { stack: 'Error: hush\n    at hush (14155550199)' }) }],
    ["an error's own fields", { error: Object.assign(new Error(''), { body: 'hush', code: 'hush hush' }) }],
    ['a class name with a text in it', { error: { name: 'hush, said the nurse' } }],
    ['a thrown text', { error: 'hush' }],
  ])('%s', (_title, fields) => {
    const { text, lines } = recorded((log) => log.event('x', fields));
    expect(lines).toHaveLength(1);
    expect(text).not.toMatch(/hush[ ,]|"hush"|hush \(|14155550199/);
  });

  test('an event whose name is a sentence', () => {
    expect(recorded((log) => log.event('Mrs hush fell')).lines).toMatchObject([{ event: '[withheld]' }]);
  });
});

describe('the file', () => {
  test('is for its owner alone, and holds each line at once', () => {
    const file = join(temporaryFolder(), 'logs', 'vigia.log');
    const log = createLogger({ level: 'info', role: 'worker', file });
    log.event('a');
    expect(readFileSync(file, 'utf8')).toContain('"event":"a"');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    log.close();
  });

  test('is kept as .1 and begun anew once it is large', () => {
    const file = join(temporaryFolder(), 'vigia.log');
    writeFileSync(file, 'x'.repeat(20 * 1024 * 1024 + 1));
    const log = createLogger({ level: 'info', role: 'worker', file });
    log.event('after');
    log.close();
    expect(existsSync(`${file}.1`)).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(/^\{.*"event":"after"\}\n$/);
  });
});

describe("Temporal's own lines", () => {
  test('become events, with our ids and the error but not its text', () => {
    const { lines, text } = recorded((log) => toTemporalLogger(log).warn('Activity failed', { workflowId: 'alert-K7F2-Q9MD', activityType: 'sendStep', attempt: 2, error: new Error('hush'), payload: 'hush' }));
    expect(lines).toMatchObject([{ level: 'warn', event: 'temporal.activity_failed', requestId: 'alert-K7F2-Q9MD', operation: 'sendStep', attempt: 2, error: { type: 'Error' } }]);
    expect(text).not.toContain('hush');
  });

  test('one with something particular in it keeps that to itself', () => {
    expect(recorded((log) => toTemporalLogger(log).error('rpc failed: "hush 12"')).lines).toMatchObject([{ level: 'error', event: 'temporal.message' }]);
  });
});
