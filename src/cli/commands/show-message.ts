import { parseAlertCode } from '../../domain/alert-code.ts';
import type { DirectMessage } from '../../domain/direct-message.ts';
import type { WordsWithAlert } from '../../ledger/ledger.ts';
import { renderReasons } from '../../domain/wording/index.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { showingOf, withStore, type CliContext } from '../cli-context.ts';
import type { OpenedHome } from '../opened-home.ts';
import { MESSAGE_WORDS } from '../message-words.ts';
import { renderTime, ROUTE_NAMES, type Showing } from '../render-alert.ts';

/** `message CODE`: what a direct message says, to whom it went, and how far it has come; of an alert, what programs wrote with it. */
export async function showMessage(context: CliContext, typed: string): Promise<void> {
  await withStore(context, async (opened) => {
    const code = parseAlertCode(typed);
    if (code === null) throw new CliError(EXIT.notFound, ({ notACode }) => notACode);
    const message = await opened.store.ledger.directMessage(code);
    if (!message) return showWords(context, opened, code);
    context.output.say(renderMessage(message, showingOf(context, opened)));
    context.output.result({ ...message, acceptedAt: message.acceptedAt.toISOString(), delivery: message.delivery && { ...message.delivery, sentAt: message.delivery.sentAt?.toISOString() ?? null } });
  });
}

async function showWords(context: CliContext, opened: OpenedHome, code: string): Promise<void> {
  const { ledger } = opened.store;
  if (!(await ledger.alert(code))) throw new CliError(EXIT.notFound, (words) => words.noMessage(code));
  const found = await ledger.wordsWith(code);
  context.output.say(renderWords(code, found, showingOf(context, opened)));
  context.output.result({ alert: code, words: found.map(({ at, ...said }) => ({ at: at.toISOString(), ...said })) });
}

function renderWords(code: string, found: readonly WordsWithAlert[], showing: Showing): string {
  const words = MESSAGE_WORDS[showing.language];
  if (found.length === 0) return words.nothingWithAlert(code);
  return [words.withAlert(code), ...found.flatMap(({ at, by, text, imagePath }) => [
    '', `${renderTime(at, showing)}${by === null ? '' : ` · ${words.by} ${by}`}`,
    ...(imagePath === null ? [] : [`  ${words.media}: ${imagePath}`]),
    ...indented(text ?? (imagePath === null ? words.removed : null)),
  ])].join('\n');
}

function indented(text: string | null): string[] {
  return text === null ? [] : text.split('\n').map((line) => `  ${line}`);
}

function renderMessage(message: DirectMessage, showing: Showing): string {
  const words = MESSAGE_WORDS[showing.language];
  const { code, by, route, recipient, acceptedAt, mediaRef, text } = message;
  const name = recipient.kind === 'responder' ? showing.nameOf(recipient.responder) : showing.channelNameOf(recipient.channel);
  return [
    `${code}  ${words.to} ${name} · ${ROUTE_NAMES[route]} · ${words.by} ${by} · ${words.acceptedAt} ${renderTime(acceptedAt, showing)}`,
    standing(message, showing),
    ...(mediaRef === null ? [] : [`${words.media}: ${mediaRef}`]),
    '', words.text, ...indented(text ?? words.removed),
  ].join('\n');
}

function standing({ status, delivery, alert }: DirectMessage, showing: Showing): string {
  const words = MESSAGE_WORDS[showing.language];
  if (delivery === null) return words.alreadyTold(alert ?? '');
  const { state, reason, sentAt } = delivery;
  const why = reason === null ? '' : `: ${renderReasons([reason], showing.language) || reason}`;
  const when = sentAt === null ? '' : ` · ${renderTime(sentAt, showing)}`;
  return [`${words.state[state]}${why}${when}`, ...(alert === null ? [] : [status === 'as_page' ? words.asPage(alert) : `${words.about} ${alert}`])].join(' · ');
}
