import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { gatewayOf } from '../gateway/support/callers.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard } from '../scenarios/support/ward.ts';
import { pythonWithMcp } from '../support/python.ts';
import { waitUntil } from '../support/wait-until.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const env = pythonWithMcp();

if (env === null) {
  test.skip('a Python program: skipped, because there is no Python here with the package mcp, nor could it be fetched', () => {});
} else {
  test('a Python program raises a finding by the official MCP client, and waits until a responder has it', async () => {
    const ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    const program = spawn('python3', ['examples/python/agent_session.py', gatewayOf(ward.service), ward.service.home.file('sandbox-key')], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const over = once(program, 'close');
    let text = '';
    program.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    await waitUntil('it has raised an alert', () => text.includes('Raised '));
    const code = await ward.begun({ code: /Raised (.+)\./.exec(text)?.[1] ?? '' });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.press('ana', 'acknowledge', code);
    expect(await over).toEqual([0, null]);
    expect(text.trimEnd().split('\n').at(-1)).toBe(`${code} is acknowledged: ana has it.`);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
    await ward.close();
  });
}
