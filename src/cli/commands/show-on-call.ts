import { parseMoment } from '../../domain/civil-time.ts';
import { whoIsOnCall } from '../../domain/on-call.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { showingOf, withStore, type CliContext } from '../cli-context.ts';
import { CLI_WORDS } from '../cli-words.ts';
import { roleNamed, unitNamed } from '../named-in-directory.ts';

/** `oncall`: who would be called for each role at a time, now unless told. */
export async function showOnCall(context: CliContext, { at, role, unit }: { at?: string; role?: string; unit?: string }): Promise<void> {
  await withStore(context, async (opened) => {
    const { directory, onCall } = opened.store.config.current();
    const showing = showingOf(context, opened);
    const atMs = at === undefined ? Date.now() : parseMoment(at, directory.timeZone);
    if (atMs === null) throw new CliError(EXIT.usage, ({ badTime }) => badTime);
    if (role !== undefined) roleNamed(opened, role);
    if (unit !== undefined) unitNamed(opened, unit);
    const moment = new Date(atMs);
    const answers = directory.roles.filter(({ id }) => role === undefined || id === role).map(({ id }) => ({ role: id, answer: whoIsOnCall(onCall, id, unit ?? null, moment) }));
    const time = new Intl.DateTimeFormat(context.language, { timeZone: directory.timeZone, dateStyle: 'medium', timeStyle: 'short' });
    context.output.say(`${time.format(moment)} (${directory.timeZone})`);
    for (const { role: id, answer } of answers) context.output.say(`  ${id.padEnd(16)} ${answer === null ? CLI_WORDS[context.language].nobodyOnCall : `${showing.nameOf(answer.responder)} → ${time.format(answer.until)}${answer.overrideOf ? ` (${CLI_WORDS[context.language].standsInFor} ${showing.nameOf(answer.overrideOf)})` : ''}`}`);
    context.output.result({
      at: moment.toISOString(),
      roles: answers.map(({ role: id, answer }) => ({
        role: id, responder: answer?.responder ?? null, from: answer?.from.toISOString() ?? null, until: answer?.until.toISOString() ?? null,
        why: answer?.why ?? null, overrideOf: answer?.overrideOf ?? null,
      })),
    });
  });
}
