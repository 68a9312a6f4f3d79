import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { explainError, type Gateway } from '../call-tool.ts';
import { tellFailure } from './tool-result.ts';

/** What fails tells what to do, and nothing of how it failed. */
export async function inOurWords<T>(gateway: Gateway, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    throw new ProtocolError(ProtocolErrorCode.InternalError, tellFailure(explainError(gateway, error, null)));
  }
}
