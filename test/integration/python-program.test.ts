import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { gatewayOf } from '../gateway/support/callers.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard } from '../scenarios/support/ward.ts';
import { pythonWithMcp } from '../support/python.ts';
import { waitUntil } from '../support/wait-until.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The README's programs, as they stand there. */
const PROGRAMS = [...readFileSync(resolve(ROOT, 'README.md'), 'utf8').matchAll(/^```python\n(.+?)^```$/gms)].map(([, program = '']) => program);
const env = pythonWithMcp();

if (env === null) {
  test.skip('a Python program: skipped, because there is no Python here with the package mcp, nor could it be fetched', () => {});
} else {
  test('a Python program raises a finding by the official MCP client, and waits until a responder has it', async () => {
    const ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    const program = spawn('python3', ['examples/python/agent_session.py', gatewayOf(ward.service), ward.service.home.file('sandbox-key')], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const over = once(program, 'close');
    let told = '';
    program.stdout.on('data', (chunk: Buffer) => (told += chunk.toString('utf8')));
    await waitUntil('it has raised an alert', () => told.includes('Raised '));
    const code = await ward.begun({ code: /Raised (.+)\./.exec(told)?.[1] ?? '' });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.press('ana', 'acknowledge', code);
    expect(await over).toEqual([0, null]);
    expect(told.trimEnd().split('\n').at(-1)).toBe(`${code} is acknowledged: ana has it.`);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
    await ward.close();
  });

  test("the README's programs run as they stand there, and say what to do when a call is refused", async () => {
    const ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    const here = (program: string): string => program.replace('http://127.0.0.1:8080', gatewayOf(ward.service)).replace('.vigia/sandbox-key', ward.service.home.file('sandbox-key'));
    expect(PROGRAMS).toHaveLength(2);
    for (const program of PROGRAMS.map(here)) {
      const ran = await run(program);
      expect(ran).toMatchObject({ code: 0, said: expect.stringMatching(/^\w{4}-\w{4}\n$/) as string });
      const code = await ward.begun({ code: ran.said.trim() });
      await ward.ask(code, 'cancel', 'ana');
      const refused = await run(program.replace('"patient_id": "PAT-12"', '"patient_id": 12'));
      expect(refused).toMatchObject({ code: 1, said: '', complained: expect.stringMatching(/patient_id is not of the type string\..*The patient's id as text/s) as string });
    }
    await ward.messages();
    await ward.close();
  });

  async function run(program: string): Promise<{ code: unknown; said: string; complained: string }> {
    const python = spawn('python3', ['-c', program], { cwd: ROOT, env: env ?? {}, stdio: ['ignore', 'pipe', 'pipe'] });
    const over = once(python, 'close');
    const [said, complained] = await Promise.all([python.stdout, python.stderr].map((stream) => text(stream)));
    return { code: (await over)[0], said: said ?? '', complained: complained ?? '' };
  }
}
