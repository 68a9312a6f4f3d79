/** An alert of the storm. Times are milliseconds since 1970. */
export interface StormAlert {
  code: string;
  unit: string;
  critical: boolean;
  acceptedAt: number;
  /** When somebody's acknowledgment of it was on disk; null when nobody gave one. */
  acknowledgedAt: number | null;
}
