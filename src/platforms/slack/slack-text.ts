/**
 * Slack's limits, in characters.
 * Sources: https://docs.slack.dev/reference/block-kit/blocks (header 150, section text 3000, context elements 10),
 * https://docs.slack.dev/reference/block-kit/block-elements/button-element (text 75, value 2000, action_id 255),
 * https://docs.slack.dev/reference/methods/chat.postMessage (text 4000 recommended, 50 blocks).
 */
export const SLACK_LIMITS = { header: 150, section: 3000, buttonText: 75, buttonValue: 2000, actionId: 255, text: 4000, blocks: 50 } as const;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Text for a place where Slack reads mrkdwn: its three control characters escaped, so that no name can become a
 * mention or a link (https://docs.slack.dev/messaging/formatting-message-text#escaping), and cut to `limit` as sent.
 */
export function fitMrkdwn(text: string, limit: number): string {
  return fit(text, limit, (character) => ESCAPES[character] ?? character);
}

/** Text for a `plain_text` object, cut to `limit`. */
export function fitPlain(text: string, limit: number): string {
  return fit(text, limit, (character) => character);
}

/** Whole characters only: neither a surrogate pair nor an escape is ever cut in two. */
function fit(text: string, limit: number, encode: (character: string) => string): string {
  const encoded = Array.from(text, encode);
  if (length(encoded) <= limit) return encoded.join('');
  let room = limit - 1;
  const kept: string[] = [];
  for (const piece of encoded) {
    room -= piece.length;
    if (room < 0) break;
    kept.push(piece);
  }
  return `${kept.join('')}…`;
}

function length(pieces: string[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}
