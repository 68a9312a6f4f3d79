/** How bad, from least to worst. The order of the list is the order of severity. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** 0 for low … 3 for critical: a claim is granted to the higher rank first. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** The worse of two: a caller may raise what policy decided, never lower it. */
export function worseOf(a: Severity, b: Severity): Severity {
  return severityRank(a) >= severityRank(b) ? a : b;
}
