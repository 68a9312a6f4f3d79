/** What is wrong with one parameter, in the caller's spelling. Never what stood there: it could be a patient's name. */
export interface OperationProblem {
  field: string;
  problem: string;
  /** What to do about it. */
  hint: string;
}

/** A parameter's name as it may be repeated: one that is no plain word could itself be somebody's name. */
export function safeFieldName(field: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(field) ? field : '(a field)';
}
