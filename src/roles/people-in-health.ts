import { isOfContact } from '../domain/contact-problem.ts';
import { OPTED_OUT, type OperatorProblem } from '../domain/operator-problem.ts';
import type { Language } from '../domain/people.ts';
import { operatorAdvice } from '../domain/wording/index.ts';
import type { KnownProblem } from '../ledger/ledger.ts';

/** What an operator must see to, as health tells it. */
export interface HealthProblem {
  platform: string;
  code: string;
  since: string;
  words: Record<Language, string>;
}

export interface ToldOfPeople {
  problems: HealthProblem[];
}

/** For whoever hasn't said who they are: what happened to people, and not to whom. */
export function withoutPeople<Of extends ToldOfPeople>(told: Of): Of {
  return { ...told, problems: told.problems.map((problem) => (isOfPerson(problem) ? nameless(problem) : problem)) };
}

/** The same with whom it happened to, by what the ledger knows: for whoever may open that. */
export function withPeople<Of extends ToldOfPeople>(told: Of, known: readonly KnownProblem[]): Of {
  const people = known.filter(isOfPerson).map(toHealthProblem);
  return people.length === 0 ? told : { ...told, problems: [...told.problems.filter((problem) => !isOfPerson(problem)), ...people] };
}

/** What happens to a person is told of with who it was after a colon. */
export function isOfPerson({ code }: Pick<OperatorProblem, 'code'>): boolean {
  const what = whatHappened(code);
  return what === OPTED_OUT || isOfContact(what);
}

function whatHappened(code: string): string {
  return code.split(':', 1)[0] ?? code;
}

function nameless(problem: HealthProblem): HealthProblem {
  const code = whatHappened(problem.code);
  return { ...problem, code, words: adviceOf({ platform: problem.platform as OperatorProblem['platform'], code, kind: 'notice' }) };
}

export function toHealthProblem(problem: KnownProblem): HealthProblem {
  return { platform: problem.platform, code: problem.code, since: problem.since.toISOString(), words: adviceOf(problem) };
}

function adviceOf(problem: Pick<OperatorProblem, 'platform' | 'code' | 'kind'>): HealthProblem['words'] {
  return { es: operatorAdvice(problem, 'es'), en: operatorAdvice(problem, 'en') };
}
