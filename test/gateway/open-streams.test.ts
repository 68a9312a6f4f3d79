import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import { OpenStreams } from '../../src/gateway/mcp/open-streams.ts';
import { ToolError, type ToolErrorCode } from '../../src/gateway/tool-error.ts';

const caller = { keyId: 'k1' };
const isThere = async (): Promise<void> => {};
const refusedAs = (code: ToolErrorCode): ToolError => new ToolError({ code, message: '', hint: '', retryable: false });

test('a caller has twenty streams at once, and another once one is closed', () => {
  const streams = new OpenStreams();
  const outputs = Array.from({ length: 20 }, () => new PassThrough());
  for (const output of outputs) streams.begin(caller, output, isThere);
  const open = (): void => streams.begin(caller, new PassThrough(), isThere);
  expect(open).toThrow('too many streams open');
  streams.begin({ keyId: 'k2' }, new PassThrough(), isThere);
  outputs[0]?.emit('close');
  outputs[0]?.emit('close');
  open();
  expect(open).toThrow(ToolError);
});

test('a stream ends once its caller is nobody any more, and goes on while that cannot be found out', async () => {
  const outcomes = [null, refusedAs('unavailable'), new Error('the ledger is away'), refusedAs('not_authenticated')];
  let asked = 0;
  const output = new PassThrough();
  const ended = once(output, 'finish');
  new OpenStreams(1).begin(caller, output, async () => {
    const outcome = outcomes[asked];
    asked += 1;
    if (outcome) throw outcome;
  });
  await ended;
  expect(asked).toBe(outcomes.length);
  output.emit('close');
});
