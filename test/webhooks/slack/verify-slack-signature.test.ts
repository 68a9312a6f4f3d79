import fc from 'fast-check';
import { SignatureError, verifySlackSignature } from '../../../src/webhooks/slack/verify-slack-signature.ts';
import { SIGNING_SECRET, signature } from './signed.ts';

const NOW = new Date('2026-10-01T12:00:00Z');
const NOW_S = NOW.getTime() / 1000;
const BODY = 'payload=%7B%7D';

function codeOf(fields: { ageS?: number; timestamp?: string | string[]; signature?: string | string[] | undefined; body?: string; secret?: string }): string {
  const timestamp = fields.timestamp ?? String(NOW_S - (fields.ageS ?? 0));
  const signed = 'signature' in fields ? fields.signature : signature(BODY, String(timestamp), fields.secret);
  try {
    verifySlackSignature(SIGNING_SECRET, { timestamp, signature: signed, body: Buffer.from(fields.body ?? BODY) }, NOW);
    return 'good';
  } catch (error) {
    if (error instanceof SignatureError) return error.code;
    throw error;
  }
}

test("accepts the example of Slack's own page", () => {
  const body = 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const request = { timestamp: '1531420618', signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503', body: Buffer.from(body) };
  expect(() => verifySlackSignature('8f742231b10e8888abcd99yyyzzz85a5', request, new Date(1531420618_000))).not.toThrow();
});

test.each([
  ['a fresh signature is good', { ageS: 0 }, 'good'],
  ['one of five minutes ago is good', { ageS: 300 }, 'good'],
  ['one of 301 seconds ago is too old', { ageS: 301 }, 'too_old'],
  ['one of five minutes ahead is good', { ageS: -300 }, 'good'],
  ['one of 301 seconds ahead is in the future', { ageS: -301 }, 'in_the_future'],
  ['one of an hour ahead is in the future', { ageS: -3600 }, 'in_the_future'],
  ['another secret does not match', { secret: 'another' }, 'mismatch'],
  ['a body with one byte more does not match', { body: `${BODY}&` }, 'mismatch'],
  ['no signature is refused', { signature: undefined }, 'no_signature'],
  ['an empty signature is refused', { signature: '' }, 'no_signature'],
  ['another version is refused', { signature: signature(BODY, String(NOW_S)).replace('v0', 'v1') }, 'no_signature'],
  ['a short signature is refused', { signature: 'v0=abcd' }, 'no_signature'],
  ['two signatures are refused, even when both are good', { signature: `${signature(BODY, String(NOW_S))}, ${signature(BODY, String(NOW_S))}` }, 'no_signature'],
  ['a list of signatures is refused', { signature: [signature(BODY, String(NOW_S))] }, 'no_signature'],
  ['a list of times is refused', { timestamp: [String(NOW_S)] }, 'no_timestamp'],
  ['a time that is no number is refused', { timestamp: 'now' }, 'no_timestamp'],
  ['a time with a fraction is refused', { timestamp: `${NOW_S}.5` }, 'no_timestamp'],
  ['a negative time is refused', { timestamp: `-${NOW_S}` }, 'no_timestamp'],
])('%s', (_name, fields, expected) => {
  expect(codeOf(fields)).toBe(expected);
});

test('no change of a signed body goes unnoticed', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, position, change) => {
    const signed = signature(Buffer.from(bytes).toString('latin1'), String(NOW_S));
    const tampered = Buffer.from(bytes);
    const at = position % tampered.length;
    tampered[at] = (tampered[at] ?? 0) ^ change;
    expect(() => verifySlackSignature(SIGNING_SECRET, { timestamp: String(NOW_S), signature: signed, body: tampered }, NOW)).toThrow(SignatureError);
  }));
});
