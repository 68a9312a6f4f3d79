import { PlatformError } from '../platform-error.ts';
import { classifyTwilioError } from './classify-error.ts';
import type { TwilioClient } from './client.ts';
import { toContentTypes, toTemplateContent } from './template-content.ts';
import type { TemplateContent, TemplateDefinition } from './template-content.ts';
import { approvalOf, MAX_TEMPLATES } from './template-catalogue.ts';

export interface TemplateOutcome {
  name: string;
  sid: string;
  /**
   * `created`: made and handed in for approval. `submitted`: it was there and was handed in. `present`: nothing to do.
   * `differs`: the account has another text under this name; it stays, and messages would not say what ours do.
   */
  outcome: 'created' | 'submitted' | 'present' | 'differs';
  /** Meta's word on it. */
  approval: string;
}

type Contents = TwilioClient['content']['v1']['contents'];
type Listed = Awaited<ReturnType<TwilioClient['content']['v1']['contentAndApprovals']['list']>>[number];

/**
 * Makes the templates that the account lacks and asks WhatsApp to approve them as UTILITY, which takes up to a day. Asking
 * again is safe: what is there by its name is left alone. Throws PlatformError; what was done until then stays done.
 * https://www.twilio.com/docs/content/content-api-resources
 */
export async function createTemplates(client: TwilioClient, templates: readonly TemplateDefinition[]): Promise<TemplateOutcome[]> {
  const wanted = templates.map(toTemplateContent);
  try {
    const listed = await client.content.v1.contentAndApprovals.list({ pageSize: 200, limit: MAX_TEMPLATES });
    const outcomes: TemplateOutcome[] = [];
    // One after the other: an account's first templates are no hurry, and a failure leaves a clear border.
    for (const content of wanted) outcomes.push(await createTemplate(client, content, listed));
    return outcomes;
  } catch (error) {
    throw new PlatformError('twilio', classifyTwilioError(error));
  }
}

async function createTemplate(client: TwilioClient, content: TemplateContent, listed: readonly Listed[]): Promise<TemplateOutcome> {
  const name = content.friendlyName;
  const named = listed.filter((entry) => entry.friendlyName === name);
  const known = named.find((entry) => approvalOf(entry.approvalRequests) === 'approved') ?? named[0];
  if (known !== undefined) {
    const approval = approvalOf(known.approvalRequests);
    if (!isSame(known.types, content)) return { name, sid: known.sid, outcome: 'differs', approval };
    if (approval !== 'unsubmitted' && approval !== 'unknown') return { name, sid: known.sid, outcome: 'present', approval };
    return { name, sid: known.sid, outcome: 'submitted', approval: await submit(client, known.sid, name) };
  }
  const request = { friendly_name: name, language: content.language, variables: content.variables, types: toContentTypes(content) };
  // The SDK sends what it is given, under the names it is given; its own type has names that the API doesn't know.
  const { sid } = await client.content.v1.contents.create(request as unknown as Parameters<Contents['create']>[0]);
  return { name, sid, outcome: 'created', approval: await submit(client, sid, name) };
}

async function submit(client: TwilioClient, sid: string, name: string): Promise<string> {
  const { status } = await client.content.v1.contents(sid).approvalCreate.create({ name, category: 'UTILITY' });
  return status;
}

/** Compares what people see: the text, and the buttons with their ids. */
function isSame(types: unknown, content: TemplateContent): boolean {
  const ours = toContentTypes(content);
  const [type = ''] = Object.keys(ours);
  const theirs = (types as Record<string, unknown> | null)?.[type];
  return summary(theirs) === summary(ours[type]);
}

function summary(content: unknown): string {
  const { body, actions = [] } = (content ?? {}) as { body?: unknown; actions?: { id?: unknown; title?: unknown }[] };
  return JSON.stringify([body, actions.map(({ id, title }) => [id, title])]);
}
