/** What is wrong with one parameter, in the caller's spelling. Never what stood there: it could be a patient's name. */
export interface OperationProblem {
  field: string;
  problem: string;
  /** What to do about it. */
  hint: string;
}
