import { createHash } from 'node:crypto';
import fc from 'fast-check';
import twilio from 'twilio';
import { textOf } from '../../../src/webhooks/twilio/params.ts';
import { verifyTwilioRequest } from '../../../src/webhooks/twilio/verify-request.ts';
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, signedPost } from './signed-post.ts';

const OPTIONS = { publicUrl: PUBLIC_URL, authTokens: [AUTH_TOKEN], accountSid: ACCOUNT_SID };

function received(post: ReturnType<typeof signedPost>, changes: Partial<Parameters<typeof verifyTwilioRequest>[0]> = {}) {
  return { originalUrl: post.url, signature: post.headers['x-twilio-signature'], isJson: false, raw: Buffer.from(post.payload), ...changes };
}

it('takes the signature of the vendor\'s own example', () => {
  // https://www.twilio.com/docs/usage/webhooks/webhooks-security, and the SDKs' manuals.
  const form = 'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212';
  const request = { originalUrl: '/myapp.php?foo=1&bar=2', signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', isJson: false, raw: Buffer.from(form) };
  // The example names no account, so the signature passes and the account is what is missing.
  expect(() => verifyTwilioRequest(request, { publicUrl: 'https://mycompany.com', authTokens: ['12345'], accountSid: ACCOUNT_SID })).toThrow('foreign_account');
  expect(() => verifyTwilioRequest({ ...request, raw: Buffer.from(`${form}&x=1`) }, { publicUrl: 'https://mycompany.com', authTokens: ['12345'], accountSid: ACCOUNT_SID })).toThrow('bad_signature');
});

it('takes any text in any parameter and gives it back to the letter', () => {
  fc.assert(fc.property(
    fc.dictionary(fc.string({ minLength: 1, unit: 'binary' }), fc.string({ unit: 'binary' }), { maxKeys: 6 }),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    (others, body, attempt) => {
      const params = { ...others, Body: body, AccountSid: ACCOUNT_SID };
      const post = signedPost(`/mcp/twilio/webhook?attempt=${encodeURIComponent(attempt)}`, params);
      const verified = verifyTwilioRequest(received(post), OPTIONS);
      for (const [name, value] of Object.entries(params)) expect(verified[name]).toBe(value);
    },
  ), { numRuns: 300 });
});

it('takes a parameter that comes twice, as Twilio signs it', () => {
  const params = { AccountSid: ACCOUNT_SID, MediaUrl: ['b', 'a'] };
  const signature = twilio.getExpectedTwilioSignature(AUTH_TOKEN, `${PUBLIC_URL}/mcp/twilio/webhook`, params);
  const raw = Buffer.from(`AccountSid=${ACCOUNT_SID}&MediaUrl=b&MediaUrl=a`);
  expect(verifyTwilioRequest({ originalUrl: '/mcp/twilio/webhook', signature, isJson: false, raw }, OPTIONS)['MediaUrl']).toEqual(['b', 'a']);
});

it('reads no more parameters than Twilio ever sends, signed or not: thousands would hold up everything else', () => {
  const received = (count: number): Record<string, string | string[]> => {
    const params = { AccountSid: ACCOUNT_SID, a: Array.from({ length: count - 1 }, (_, index) => String(index)) };
    const signature = twilio.getExpectedTwilioSignature(AUTH_TOKEN, `${PUBLIC_URL}/mcp/twilio/webhook`, params);
    const raw = Buffer.from(`AccountSid=${ACCOUNT_SID}&${params.a.map((value) => `a=${value}`).join('&')}`);
    return verifyTwilioRequest({ originalUrl: '/mcp/twilio/webhook', signature, isJson: false, raw }, OPTIONS);
  };
  expect(received(500)['a']).toHaveLength(499);
  expect(() => received(501)).toThrow('bad_signature');
});

it('takes names that mean something to JavaScript for ordinary names', () => {
  const post = signedPost('/mcp/twilio/webhook', JSON.parse(`{"__proto__":"x","constructor":"y","AccountSid":"${ACCOUNT_SID}"}`));
  const verified = verifyTwilioRequest(received(post), OPTIONS);
  expect(textOf(verified, '__proto__')).toBe('x');
  expect(textOf(verified, 'toString')).toBeNull();
});

it('takes either of two Auth Tokens while one replaces the other', () => {
  const post = signedPost('/mcp/twilio/webhook', { AccountSid: ACCOUNT_SID }, 'the-next-token');
  expect(() => verifyTwilioRequest(received(post), OPTIONS)).toThrow('bad_signature');
  expect(() => verifyTwilioRequest(received(post), { ...OPTIONS, authTokens: [AUTH_TOKEN, 'the-next-token'] })).not.toThrow();
});

it('takes a JSON body by its digest in the URL, and no other body with it', () => {
  const body = JSON.stringify({ AccountSid: ACCOUNT_SID, Body: 'ñandú 👍' });
  const originalUrl = `/mcp/twilio/webhook?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
  const signature = twilio.getExpectedTwilioSignature(AUTH_TOKEN, `${PUBLIC_URL}${originalUrl}`, {});
  const request = { originalUrl, signature, isJson: true, raw: Buffer.from(body) };
  expect(textOf(verifyTwilioRequest(request, OPTIONS), 'Body')).toBe('ñandú 👍');
  for (const raw of [`${body} `, '[]', '', 'null', '{"Body":"x"']) expect(() => verifyTwilioRequest({ ...request, raw: Buffer.from(raw) }, OPTIONS)).toThrow('bad_signature');
  expect(() => verifyTwilioRequest({ ...request, originalUrl: '/mcp/twilio/webhook' }, OPTIONS)).toThrow('bad_signature');
});

it('takes no empty Auth Token, though its signature could be made by anybody', () => {
  const post = signedPost('/mcp/twilio/webhook', { AccountSid: ACCOUNT_SID }, '');
  expect(() => verifyTwilioRequest(received(post), { ...OPTIONS, authTokens: ['', AUTH_TOKEN] })).toThrow('bad_signature');
});

describe('refuses', () => {
  const post = signedPost('/mcp/twilio/webhook?attempt=a', { AccountSid: ACCOUNT_SID, Body: ' sí ' });

  it.each<[string, Partial<Parameters<typeof verifyTwilioRequest>[0]>]>([
    ['no signature', { signature: undefined }],
    ['an empty signature', { signature: '' }],
    ['a signature of another length', { signature: 'AAAA' }],
    ['a trimmed body', { raw: Buffer.from(post.payload.replace('+s%C3%AD+', 's%C3%AD')) }],
    ['one parameter more', { raw: Buffer.from(`${post.payload}&ButtonPayload=ack`) }],
    ['another attempt', { originalUrl: '/mcp/twilio/webhook?attempt=b' }],
    ['another path', { originalUrl: '/mcp/twilio/status?attempt=a' }],
    ['an empty body', { raw: Buffer.alloc(0) }],
    ['a form declared as JSON', { isJson: true }],
  ])('%s', (_name, changes) => {
    expect(() => verifyTwilioRequest(received(post, changes), OPTIONS)).toThrow('bad_signature');
  });

  it('a request signed for another address, whatever the headers say', () => {
    expect(() => verifyTwilioRequest(received(post), { ...OPTIONS, publicUrl: 'http://vigia.example.org/hospital' })).toThrow('bad_signature');
  });

  it('another account, though the signature is right', () => {
    const foreign = signedPost('/mcp/twilio/webhook', { AccountSid: `AC${'f'.repeat(32)}` });
    expect(() => verifyTwilioRequest(received(foreign), OPTIONS)).toThrow('foreign_account');
  });

  it('the API key secret as a signing key', () => {
    const wrong = signedPost('/mcp/twilio/webhook', { AccountSid: ACCOUNT_SID }, 'api-key-secret');
    expect(() => verifyTwilioRequest(received(wrong), OPTIONS)).toThrow('bad_signature');
  });
});
