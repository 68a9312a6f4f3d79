import { send, signedPost, statusParams } from '../../webhooks/twilio/signed-post.ts';
import type { Ward } from './ward.ts';

/** Twilio's word on the newest message about an alert to an address, whenever a test wants it to come, signed as Twilio's. */
export async function callBack(ward: Ward, { to, code, status, errorCode }: { to: string; code: string; status: string; errorCode?: number | undefined }): Promise<void> {
  const { twilio } = ward.sandbox;
  const message = twilio?.messages.list({ to }).find(({ body }) => body.includes(code));
  if (!twilio || !message?.statusCallback) throw new Error(`no message about ${code} to ${to} asks to be told what becomes of it`);
  const { origin, pathname, search } = new URL(message.statusCallback);
  const { accountSid, authToken } = twilio.account;
  const params = statusParams({
    MessageSid: message.sid, SmsSid: message.sid, AccountSid: accountSid, MessageStatus: status, SmsStatus: status, From: message.from, To: to,
    ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
  });
  const { statusCode } = await send(origin, signedPost(`${pathname}${search}`, params, authToken, origin));
  expect(statusCode).toBe(204);
  await ward.quiet();
}
