import type { ChatPostMessageArguments } from '@slack/web-api';
import { checkRequest } from '../../../src/sandbox/slack/check-request.ts';
import type { MethodName } from '../../../src/sandbox/slack/method-arguments.ts';
import { alertMessage } from '../sandbox-rig.ts';

/** As it travels: what isn't text is JSON inside the form. */
function onTheWire(args: object): { [name: string]: string } {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
}

function check(args: object, method: MethodName = 'chat.postMessage') {
  const { error, violations } = checkRequest(method, onTheWire(args));
  return { code: error?.code ?? null, messages: error?.fields['errors'] ?? [], violations };
}

const message: ChatPostMessageArguments = alertMessage('K7F2');
const text = (length: number): string => 'x'.repeat(length);
const plain = (length: number) => ({ type: 'plain_text', text: text(length) });
const button = (change: object = {}) => ({ type: 'button', action_id: 'a', text: plain(5), ...change });
const withBlocks = (...blocks: object[]) => ({ channel: 'C1', text: 'x', blocks });
const withButtons = (...elements: object[]) => withBlocks({ type: 'actions', elements });

describe("the check of a request by Slack's own types", () => {
  it('takes a whole alert and reads lists, objects and booleans out of the form', () => {
    const { args, error, violations } = checkRequest('chat.postMessage', onTheWire({ ...message, unfurl_links: false }));
    expect(error).toBeNull();
    expect(violations).toEqual([]);
    expect(args).toEqual({ ...message, unfurl_links: false });
  });

  it.each<[string, object, string, string]>([
    ['a header of 151 characters', withBlocks({ type: 'header', text: plain(151) }), 'invalid_blocks', 'must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
    ['a section of 3001 characters', withBlocks({ type: 'section', text: plain(3001) }), 'invalid_blocks', 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
    ['a button of 76 characters', withButtons(button({ text: plain(76) })), 'invalid_blocks', 'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]'],
    ['a value of 2001 characters', withButtons(button({ value: text(2001) })), 'invalid_blocks', 'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]'],
    ['an action id of 256 characters', withButtons(button({ action_id: text(256) })), 'invalid_blocks', 'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]'],
    ['51 blocks', withBlocks(...Array.from({ length: 51 }, () => ({ type: 'divider' }))), 'invalid_blocks', 'no more than 50 items allowed [json-pointer:/blocks]'],
    ['an empty text', withBlocks({ type: 'section', text: plain(0) }), 'invalid_blocks', 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    ['no buttons', withButtons(), 'invalid_blocks', 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]'],
    ['two buttons of one action id', withButtons(button(), button()), 'invalid_blocks', '`action_id` already exists [json-pointer:/blocks/0/elements/1/action_id]'],
    ['a section with nothing in it', withBlocks({ type: 'section' }), 'invalid_blocks', 'missing required field: text or fields [json-pointer:/blocks/0]'],
    ['a button without text', withButtons({ type: 'button', action_id: 'a' }), 'invalid_blocks', 'missing required field: text [json-pointer:/blocks/0/elements/0]'],
    ['a field that no button has', withButtons(button({ colour: 'red' })), 'invalid_blocks', 'invalid additional property: colour [json-pointer:/blocks/0/elements/0]'],
    ['a block of an unknown type', withBlocks({ type: 'banner' }), 'invalid_blocks', 'unsupported type: banner [json-pointer:/blocks/0/type]'],
    ['a colour that no button has', withButtons(button({ style: 'green' })), 'invalid_blocks', 'must be equal to one of the allowed values [json-pointer:/blocks/0/elements/0/style]'],
    ['metadata without a payload', { ...message, metadata: { event_type: 'e' } }, 'invalid_metadata_schema', 'missing required field: event_payload [json-pointer:/metadata]'],
    ['an argument that the method has not', { ...message, priority: 'high' }, 'invalid_arguments', 'invalid additional property: priority [json-pointer:]'],
    ['no channel', { text: 'x' }, 'invalid_arguments', 'missing required field: channel [json-pointer:]'],
    ['a thread of no text type', { ...message, parse: 'some' }, 'invalid_arguments', 'must be equal to one of the allowed values [json-pointer:/parse]'],
  ])('refuses %s', (_what, args, code, sentence) => {
    expect(check(args)).toEqual({ code, messages: [sentence], violations: [`chat.postMessage: ${code}: ${sentence}`] });
  });

  it('takes what is exactly as long as allowed', () => {
    const blocks = [
      { type: 'header', text: plain(150) },
      { type: 'section', text: plain(3000) },
      { type: 'actions', elements: [button({ action_id: text(255), text: plain(75), value: text(2000) })] },
      ...Array.from({ length: 47 }, () => ({ type: 'divider' })),
    ];
    expect(check({ channel: 'C1', text: text(40_000), blocks }).violations).toEqual([]);
  });

  it('answers no_text and msg_too_long in the same way as Slack, without a pointer', () => {
    expect(check({ channel: 'C1' })).toMatchObject({ code: 'no_text', messages: [] });
    expect(check({ channel: 'C1', text: text(40_001) })).toMatchObject({ code: 'msg_too_long', messages: [] });
    expect(check({ channel: 'C1', text: text(40_001) }).violations).toHaveLength(1);
  });

  it('tells blocks and metadata that are no JSON from those that are wrong', () => {
    expect(check({ channel: 'C1', text: 'x', blocks: '[{' }).code).toBe('invalid_blocks_format');
    expect(check({ channel: 'C1', text: 'x', metadata: '{' }).code).toBe('invalid_metadata_format');
  });

  it('checks methods that carry no message', () => {
    expect(check({ channel: 'C1', limit: 20, include_all_metadata: true }, 'conversations.history').violations).toEqual([]);
    expect(check({ channel: 'C1', limit: 'many' }, 'conversations.history')).toMatchObject({ code: 'invalid_arguments', messages: ['must provide a number [json-pointer:/limit]'] });
    expect(check({}, 'users.lookupByEmail')).toMatchObject({ code: 'invalid_arguments', messages: ['missing required field: email [json-pointer:]'] });
  });
});
