import type { DirectRefusal } from '../domain/direct-message.ts';
import { inBoth } from '../domain/in-both.ts';
import { saidBy } from '../domain/said-by.ts';
import type { Said } from '../domain/said.ts';
import { CLIENT_WORDS } from './client-words.ts';
import { DIRECT_PROBLEMS, type DirectProblem } from './refused-direct.ts';

/** No alert has this code. */
export class AlertNotFoundError extends Error {
  override readonly name = 'AlertNotFoundError';

  constructor(code: string) {
    super(`No alert has the code ${code}. \`npx vigia list\` shows those there are.`);
  }
}

/** The caller's key was used before for something else. */
export class IdempotencyConflictError extends Error {
  override readonly name = 'IdempotencyConflictError';
  /** Of the alert that has the key. */
  readonly alertCode: string;

  constructor(code: string) {
    super(`This idempotencyKey was used before for another finding (alert ${code}). Give each finding a key of its own.`);
    this.alertCode = code;
  }
}

/** A critical alert that could not be recorded, and was sent directly all the same. Nothing will remind anybody or call the next person. */
export class NotRecordedError extends Error {
  override readonly name = 'NotRecordedError';
  readonly code: string;
  /** Ids of the responders who were paged. */
  readonly reached: readonly string[];
  readonly said: Said;

  constructor(code: string, reached: readonly string[], options: { cause: unknown }) {
    const why = saidBy(options.cause);
    const said = inBoth(CLIENT_WORDS, (words, language) => words.notRecorded(code, reached, why?.[language] ?? words.ledgerFailed));
    super(said.en, options);
    this.said = said;
    this.code = code;
    this.reached = reached;
  }
}

/** Temporal gave no answer, so nothing was handed over. */
export class TemporalUnreachableError extends Error {
  override readonly name = 'TemporalUnreachableError';

  constructor() {
    super('Temporal does not answer. Is the service running? Start it with `npm start`.');
  }
}

/** A direct message was not taken, and nothing of it was kept. */
export class DirectRefusedError extends Error {
  override readonly name = 'DirectRefusedError';
  readonly reason: DirectRefusal;
  readonly field: DirectProblem['field'];
  readonly problem: string;
  readonly hint: string;

  constructor(reason: DirectRefusal) {
    const { field, problem, hint } = DIRECT_PROBLEMS[reason];
    super(`${field} ${problem}. ${hint}`);
    this.reason = reason;
    this.field = field;
    this.problem = problem;
    this.hint = hint;
  }
}

/** The caller's key was used before for another direct message. */
export class DirectConflictError extends Error {
  override readonly name = 'DirectConflictError';
  /** Of the message that has the key. */
  readonly messageCode: string;

  constructor(code: string) {
    super(`This key was used before for another message (${code}). Give each message a key of its own.`);
    this.messageCode = code;
  }
}
