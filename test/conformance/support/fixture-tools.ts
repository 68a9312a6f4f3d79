import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ToolCall } from '../../../src/gateway/gateway-context.ts';
import { ToolError } from '../../../src/gateway/tool-error.ts';
import { defineTool, type FollowedState, type Following, type Tool } from '../../../src/gateway/tool.ts';

const ANNOTATIONS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** Work that goes on after its call, in this process alone. */
interface Job {
  id: string;
  endsAtMs: number;
  createdAt: string;
  isCancelled: boolean;
}

const jobs = new Map<string, Job>();

const jobSchema = z.object({ id: z.string(), isOver: z.boolean(), isCancelled: z.boolean(), createdAt: z.string() });

type JobResult = z.infer<typeof jobSchema>;

function begin(seconds: number): JobResult {
  const job = { id: randomUUID(), endsAtMs: performance.now() + seconds * 1_000, createdAt: new Date().toISOString(), isCancelled: false };
  jobs.set(job.id, job);
  return show(job);
}

function show({ id, endsAtMs, createdAt, isCancelled }: Job): JobResult {
  return { id, createdAt, isCancelled, isOver: isCancelled || performance.now() >= endsAtMs };
}

/** `ending`: how a task of it ends, where that is not with its result. */
function follow(ending: Record<string, unknown> = {}): Following<JobResult> {
  return {
    begun: ({ id, isOver }) => (isOver ? null : id),
    look: (id) => ({ tool: 'job_state', args: { id } }),
    read: (_id, told) => {
      const job = told as JobResult;
      const state: FollowedState = { createdAt: job.createdAt, lastUpdatedAt: new Date().toISOString(), statusMessage: job.isOver ? 'over' : 'at work', data: job.isOver && !job.isCancelled ? job : null };
      return { ...state, ...(job.isCancelled ? { status: 'cancelled' } : job.isOver ? ending : {}) };
    },
    cancel: (id) => ({ tool: 'job_cancel', args: { id } }),
  };
}

function fixture<Input extends z.ZodType, Output extends z.ZodType>(name: string, description: string, input: Input, output: Output, run: (call: ToolCall<z.output<Input>>) => Promise<z.output<Output>>, followed?: Following<z.output<Output>>): Tool {
  return defineTool({ name, title: name, description, input, output, annotations: ANNOTATIONS, scopes: ['alerts:read'], run, ...(followed ? { follow: followed } : {}) });
}

const nothing = z.strictObject({});
const said = z.object({ text: z.string() });
const byId = z.strictObject({ id: z.string() });

function jobOf(id: string): Job {
  const job = jobs.get(id);
  if (!job) throw new ToolError({ code: 'alert_not_found', message: 'There is no such job.', hint: '', retryable: false });
  return job;
}

/** The tools that the suite calls by name, as far as they do what ours do. */
export const FIXTURE_TOOLS: readonly Tool[] = [
  fixture('test_simple_text', 'Answers at once.', nothing, said, async () => ({ text: 'This is a simple text response for testing.' })),
  fixture('test_error_handling', 'Fails.', nothing, said, async () => {
    throw new ToolError({ code: 'unavailable', message: 'This tool intentionally returns an error for testing.', hint: 'Do nothing.', retryable: false });
  }),
  fixture('test_tool_with_progress', 'Tells three times how it goes.', nothing, said, async ({ progress }) => {
    for (const step of ['begun', 'half way', 'done']) {
      progress(step);
      await sleep(20);
    }
    return { text: 'done' };
  }),
  fixture('test_logging_tool', 'Answers at once.', nothing, said, async () => ({ text: 'nothing was logged' })),
  fixture('test_streaming_elicitation', 'Tells how it goes, and asks its caller for nothing.', nothing, said, async ({ progress }) => {
    progress('begun');
    return { text: 'done' };
  }),
  fixture('greet', 'Greets.', z.strictObject({ name: z.string() }), said, async ({ args }) => ({ text: `Hello, ${args.name}!` })),
  fixture('slow_compute', 'Takes so many seconds.', z.strictObject({ seconds: z.number(), label: z.string().optional() }), jobSchema, async ({ args }) => begin(args.seconds), follow()),
  fixture('confirm_delete', 'Asks its caller for nothing, and ends by itself.', z.strictObject({ filename: z.string() }), jobSchema, async () => begin(0.1), follow()),
  fixture('failing_job', 'Ends with an error of its own.', nothing, jobSchema, async () => begin(0.3), follow({ status: 'completed', result: { isError: true, content: [{ type: 'text', text: 'it failed' }] } })),
  fixture('protocol_error_job', 'Ends with an error of the protocol.', nothing, jobSchema, async () => begin(0.3), follow({ status: 'failed', error: { code: -32603, message: 'it broke' }, result: undefined })),
  fixture('job_state', 'How a job stands.', byId, jobSchema, async ({ args }) => show(jobOf(args.id))),
  fixture('job_cancel', 'Ends a job.', byId, jobSchema, async ({ args }) => {
    const job = jobOf(args.id);
    job.isCancelled ||= !show(job).isOver;
    return show(job);
  }),
];
