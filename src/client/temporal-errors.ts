import { isGrpcServiceError, ServiceError, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';

/** gRPC codes that say nothing about the request, only that it got no answer. https://grpc.io/docs/guides/status-codes/ */
const UNREACHABLE_CODES = [1, 4, 8, 14];

/** The workflow has ended, or was there before and may not be started again. */
export function isClosedWorkflow(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError;
}

/** No answer came, whatever the request was. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && UNREACHABLE_CODES.includes(cause.code);
}
