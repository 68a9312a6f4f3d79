/** One of the two that are compared: the service, or the bare workflow. */
export interface Side {
  /** Begins one, and resolves when the provider's server was called for it. */
  once(): Promise<Passage>;
}

/** One on its way; times by `performance.now()`, milliseconds. */
export interface Passage {
  workflowId: string;
  /** The caller calls. */
  calledAt: number;
  /** The caller has its answer. */
  answeredAt: number;
  /** The provider's server is called. */
  arrivedAt: number;
}
