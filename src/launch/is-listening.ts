import { isPortOpen } from './ports.ts';

/** A host that swallows packets answers nothing at all for minutes, milliseconds. */
const ANSWER_MS = 2_000;

/** Whether something listens at `host:port`; false as well where no answer comes in time. An IPv6 address stands in brackets. */
export async function isListening(address: string, answerMs = ANSWER_MS): Promise<boolean> {
  const [host = '127.0.0.1', port = '0'] = address.split(/:(?=\d+$)/);
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), answerMs);
  try {
    return await Promise.race([isPortOpen(Number(port), host.replace(/^\[|\]$/g, '')), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
