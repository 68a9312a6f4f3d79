import type { Failure } from '../domain/failure.ts';
import { toOperatorProblem } from '../domain/operator-problem.ts';
import type { Route } from '../domain/platform-name.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** Tells the operator of a failure that somebody must see to; of another one, nothing. */
export function tellOperator({ operator }: Pick<ActivityDependencies, 'operator'>, route: Route, failure: Failure): void {
  const problem = toOperatorProblem(route, failure);
  if (problem) operator.tell(problem);
}
