import type { Failure } from '../domain/failure.ts';
import { toContactProblem } from '../domain/contact-problem.ts';
import { toOperatorProblem } from '../domain/operator-problem.ts';
import type { Route } from '../domain/platform-name.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** Tells the operator of a failure that somebody must see to; of another one, nothing. `responder`: whom the message was for, null for a channel. */
export function tellOperator({ operator }: Pick<ActivityDependencies, 'operator'>, route: Route, failure: Failure, responder: string | null = null): void {
  const problem = toOperatorProblem(route, failure) ?? toContactProblem(route, failure, responder);
  if (problem) operator.tell(problem);
}
