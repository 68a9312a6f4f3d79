import { classifyError } from './classify-error.ts';
import { ToolError, type ToolFailure } from './tool-error.ts';

/** By which way a call came in: the gateway's own doors, and the REST of a platform's service. */
export type Door = 'rest' | 'mcp' | 'stdio' | 'in_process' | `rest:${'twilio' | 'slack' | 'whatsapp-web'}`;

/** A call that was carried out, or that failed at it. Nothing of what was sent. */
export interface AnsweredCall {
  requestId: string;
  door: Door;
  /** The tool, or the method of MCP by which something was read. */
  tool: string;
  caller: string;
  /** `ok`, or the error's code. */
  status: string;
  /** Of the alert or message that it was about, where there is such a one. */
  code?: string;
  durationMs: number;
}

/** A call that was turned away before anything was called. */
export interface RefusedCall {
  requestId: string;
  door: Door;
  /** What the key is called that came with it; null where it isn't known. */
  caller: string | null;
  status: ToolFailure['code'];
  /** More closely than `status`, where that can be said. */
  reason: string;
}

/** What is told of each call. */
export interface CallWatch {
  /** Told of each call once it is answered. */
  onCall(call: AnsweredCall): void;
  /** Told of each that was refused at the door. */
  onRefused(refused: RefusedCall): void;
}

/** What came of reading something. */
export type Came = Pick<AnsweredCall, 'status' | 'code'>;

/** The code of the alert or message that an answer is about. Ours, and not what the call wrote in its place. */
export function codeIn(answer: unknown): Pick<AnsweredCall, 'code'> {
  const code = typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : null;
  return typeof code === 'string' ? { code } : {};
}

/** Carries out what a caller wants to read, and tells how it ended, whichever way that is. @throws what `work` throws */
export async function recorded<T>({ onCall }: CallWatch, call: Pick<AnsweredCall, 'requestId' | 'door' | 'tool' | 'caller'>, work: () => Promise<T>, read: (value: T) => Came): Promise<T> {
  const startedMs = performance.now();
  const tell = (came: Came): void => onCall({ ...call, ...came, durationMs: Math.round(performance.now() - startedMs) });
  try {
    const value = await work();
    tell(read(value));
    return value;
  } catch (error) {
    tell({ status: classifyError(error).code });
    throw error;
  }
}

/** What is to be told of an error with which a call was turned away; `caller`: whose it is, where that was known before. */
export function toRefused(error: unknown, failure: ToolFailure, { requestId, door, caller }: Pick<RefusedCall, 'requestId' | 'door' | 'caller'>): RefusedCall {
  const note = error instanceof ToolError ? error.note : null;
  return { requestId, door, caller: note?.caller ?? caller, status: failure.code, reason: note?.reason ?? failure.code };
}
