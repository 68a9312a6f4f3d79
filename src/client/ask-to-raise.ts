import type { AlertRequest, RequestAnswer } from '../domain/request.ts';
import type { Ledger, PendingRaise } from '../ledger/ledger.ts';
import { isClosedWorkflow, isUnreachable } from './temporal-errors.ts';

export interface RaisingContext {
  ledger: Pick<Ledger, 'isStarted'>;
  /** Asks an alert's workflow as an Update, and waits for its answer for a few seconds. */
  update(code: string, request: AlertRequest): Promise<RequestAnswer>;
  /** True when it began only now. */
  startUnlessStarted(code: string): Promise<boolean>;
}

/**
 * Asks an alert to get worse; `closed` when it is over, null when nobody answers. It is the same request however often it is asked, and
 * has one effect; nothing is left behind in Temporal, because the ledger keeps it until there is an answer.
 */
export async function askToRaise(context: RaisingContext, raise: PendingRaise): Promise<'raised' | 'not_raised' | 'closed' | null> {
  const { id, code, detection: { stage, confidence }, plan, agent } = raise;
  try {
    const { outcome } = await context.update(code, { id, kind: 'raise', by: { kind: 'agent', id: agent }, via: 'api', stage, confidence, plan });
    return outcome === 'raised' || outcome === 'not_raised' ? outcome : 'closed';
  } catch (error) {
    if (isUnreachable(error)) return null;
    if (!isClosedWorkflow(error)) throw error;
    if (await context.ledger.isStarted(code)) return 'closed';
    return (await context.startUnlessStarted(code)) ? askToRaise(context, raise) : null;
  }
}
