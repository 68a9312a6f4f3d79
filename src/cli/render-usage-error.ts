import type { CommanderError } from 'commander';
import type { Language } from '../domain/people.ts';
import { USAGE_WORDS, type UsageWords } from './usage-words.ts';

/** A sentence of the parser's, and the words that say the same; `parts` are what it names. */
interface Complaint {
  pattern: RegExp;
  tell: (words: UsageWords, parts: readonly string[]) => string;
}

/**
 * By the parser's code. It hands on its English sentence alone, so that what it names is read out of that. Version 15 of commander:
 * https://github.com/tj/commander.js/blob/v15.1.0/lib/command.js
 */
const COMPLAINTS: Readonly<Record<string, Complaint>> = {
  'commander.missingArgument': { pattern: /^missing required argument '(.*)'$/s, tell: (words, [name = '']) => words.missingArgument(name) },
  'commander.missingMandatoryOptionValue': { pattern: /^required option '(.*)' not specified$/s, tell: (words, [option = '']) => words.missingOption(option) },
  'commander.optionMissingArgument': { pattern: /^option '(.*)' argument missing$/s, tell: (words, [option = '']) => words.missingValue(option) },
  'commander.conflictingOption': { pattern: /^option '(.*)' cannot be used with option '(.*)'$/s, tell: (words, [option = '', other = '']) => words.conflict(option, other) },
  'commander.unknownOption': { pattern: /^unknown option '(.*)'$/s, tell: (words, [option = '']) => words.unknownOption(option) },
  'commander.unknownCommand': { pattern: /^unknown command '(.*)'$/s, tell: (words, [name = '']) => words.unknownCommand(name) },
  'commander.excessArguments': {
    pattern: /^too many arguments(?: for '(.*?)')?\. Expected (\d+) arguments? but got (\d+): (.*)\.$/s,
    tell: (words, [command = '', expected, got, given = '']) => words.tooMany(command === '' ? null : command, Number(expected), Number(got), given),
  },
  'commander.invalidArgument': {
    pattern: /^option '(.*?)' argument '(.*)' is invalid\. (?:Allowed choices are (.*)\.|(.*))$/s,
    tell: (words, [option = '', value = '', choices = '', why = '']) => words.invalid(option, value, choices === '' ? whyIn(words, why) : words.choices(choices)),
  },
};

/** What the parser suggests instead, on a line of its own. */
const SUGGESTION = /\n\(Did you mean (?:one of )?([^\n]*)\?\)$/;

/** What is wrong with how a command was written, what may have been meant, and where the commands are listed: lines for a terminal. */
export function renderUsageError({ code, message }: Pick<CommanderError, 'code' | 'message'>, language: Language): string {
  const words = USAGE_WORDS[language];
  const sentence = message.replace(/^error: /, '').replace(SUGGESTION, '');
  const meant = SUGGESTION.exec(message)?.[1]?.split(', ');
  return [`error: ${inWords(code, sentence, words)}`, ...(meant ? [words.didYouMean(meant)] : []), words.listed].join('\n');
}

/** As the parser says it, where that is something new. */
function inWords(code: string, sentence: string, words: UsageWords): string {
  const complaint = COMPLAINTS[code];
  const [found, ...parts] = complaint?.pattern.exec(sentence) ?? [];
  return complaint === undefined || found === undefined ? sentence : complaint.tell(words, parts);
}

/** Why a value is refused is the one thing that this program words itself. */
function whyIn(words: UsageWords, why: string): string {
  return why === USAGE_WORDS.en.aboveZero ? words.aboveZero : why;
}
