import type { TwilioAccount } from './account.ts';
import { TwilioApiError } from './api-error.ts';
import { contentOf } from './content-store.ts';
import type { ContentStore, Template } from './content-store.ts';
import type { MessageFilter, MessageStore } from './message-store.ts';
import type { Outbound } from './outbound.ts';
import { toPage } from './paging.ts';
import * as resources from './resources.ts';
import type { OperationName } from './schema-check.ts';
import type { Form } from './take-message.ts';
import { findTemplateFaults } from './template-rules.ts';

/** A request whose credentials were good. */
export interface OperationInput {
  path: Record<string, string>;
  query: Record<string, string>;
  body: Form;
  /** Where this API is reached, without a slash at the end: `http://127.0.0.1:8090/twilio`. */
  baseUrl: string;
}

export interface OperationContext {
  account: TwilioAccount;
  messages: MessageStore;
  contents: ContentStore;
  startedAt: string;
  outbound: Outbound;
  /** Hands a template, by its SID, to WhatsApp, which decides later. */
  submit(sid: string): void;
}

export interface Operation {
  id: OperationName;
  /** The journal's word for it: the SDK's own. */
  name: string;
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  needs: 'account' | 'resource';
  /** Throws TwilioApiError where Twilio has a code of its own for what is wrong; the documents are asked after. */
  refuse?(input: OperationInput, context: OperationContext): void;
  /** The answer's JSON; undefined for an empty one. Throws TwilioApiError. */
  run(input: OperationInput, context: OperationContext): unknown;
}

const ACCOUNT_URL = '/2010-04-01/Accounts/:AccountSid';

export const OPERATIONS: readonly Operation[] = [
  {
    id: 'FetchAccount', name: 'accounts.fetch', method: 'GET', url: '/2010-04-01/Accounts/:Sid(^\\w+).json', needs: 'account',
    run: (_input, { account, startedAt }) => resources.toAccountResource(account, startedAt),
  },
  {
    id: 'CreateMessage', name: 'messages.create', method: 'POST', url: `${ACCOUNT_URL}/Messages.json`, needs: 'resource',
    refuse: ({ body }, { outbound }) => void outbound.check(body),
    run: ({ body }, { outbound, account }) => resources.toMessageResource(outbound.take(body), account),
  },
  {
    id: 'FetchMessage', name: 'messages.fetch', method: 'GET', url: `${ACCOUNT_URL}/Messages/:Sid(^\\w+).json`, needs: 'resource',
    run({ path }, { account, messages }) {
      const message = messages.get(path['Sid'] ?? '');
      if (message === null) throw new TwilioApiError(20404);
      return resources.toMessageResource(message, account);
    },
  },
  { id: 'ListMessage', name: 'messages.list', method: 'GET', url: `${ACCOUNT_URL}/Messages.json`, needs: 'resource', run: listMessages },
  {
    id: 'ListContent', name: 'contents.list', method: 'GET', url: '/v1/Content', needs: 'resource',
    run: (input, { account, contents }) =>
      listContents(input, contents, '/v1/Content', (template) => resources.toContentResource(template, account, input.baseUrl)),
  },
  {
    id: 'ListContentAndApprovals', name: 'contentAndApprovals.list', method: 'GET', url: '/v1/ContentAndApprovals', needs: 'resource',
    run: (input, { account, contents }) =>
      listContents(input, contents, '/v1/ContentAndApprovals', (template) => resources.toContentAndApprovalResource(template, account)),
  },
  { id: 'CreateContent', name: 'contents.create', method: 'POST', url: '/v1/Content', needs: 'resource', run: createContent },
  {
    id: 'FetchContent', name: 'contents.fetch', method: 'GET', url: '/v1/Content/:Sid', needs: 'resource',
    run: ({ path, baseUrl }, { account, contents }) => resources.toContentResource(templateOf(path['Sid'], contents), account, baseUrl),
  },
  {
    id: 'DeleteContent', name: 'contents.remove', method: 'DELETE', url: '/v1/Content/:Sid', needs: 'resource',
    run({ path }, { contents }) {
      if (!contents.remove(path['Sid'] ?? '')) throw new TwilioApiError(20404);
    },
  },
  {
    id: 'CreateApprovalCreate', name: 'approvals.create', method: 'POST', url: '/v1/Content/:ContentSid/ApprovalRequests/whatsapp',
    needs: 'resource', run: createApproval,
  },
  {
    id: 'FetchApprovalFetch', name: 'approvals.fetch', method: 'GET', url: '/v1/Content/:Sid/ApprovalRequests', needs: 'resource',
    run: ({ path, baseUrl }, { account, contents }) => resources.toApprovalFetchResource(templateOf(path['Sid'], contents), account, baseUrl),
  },
];

function templateOf(sid: string | undefined, contents: ContentStore): Template {
  const template = contents.get(sid ?? '');
  if (template === null) throw new TwilioApiError(20404);
  return template;
}

function listMessages({ query }: OperationInput, { account, messages }: OperationContext): unknown {
  const page = toPage(messages.list(toFilter(query)), query);
  const path = `/2010-04-01/Accounts/${account.accountSid}/Messages.json`;
  const link = (pageQuery: string | null): string | null => (pageQuery === null ? null : `${path}${pageQuery}`);
  return {
    messages: page.items.map((message) => resources.toMessageResource(message, account)),
    page: page.page,
    page_size: page.pageSize,
    start: page.start,
    end: page.start + Math.max(page.items.length - 1, 0),
    uri: link(page.ownQuery),
    first_page_uri: link(page.firstQuery),
    previous_page_uri: link(page.previousQuery),
    next_page_uri: link(page.nextQuery),
  };
}

/** Filters as the query names them. A day without a time means the whole day, in UTC. */
function toFilter(query: Record<string, string>): MessageFilter {
  const on = query['DateSent'];
  const from = query['DateSent>'] ?? on;
  const until = query['DateSent<'] ?? on;
  return {
    ...(query['To'] === undefined ? {} : { to: query['To'] }),
    ...(query['From'] === undefined ? {} : { from: query['From'] }),
    ...(from === undefined ? {} : { sentFromMs: Date.parse(from) }),
    ...(until === undefined ? {} : { sentUntilMs: Date.parse(until) + (until.length === 'YYYY-MM-DD'.length ? 86_399_999 : 0) }),
  };
}

function listContents(
  { query, baseUrl }: OperationInput, contents: ContentStore, path: string, toResource: (template: Template) => unknown,
): unknown {
  const page = toPage(contents.list(), query);
  const link = (pageQuery: string | null): string | null => (pageQuery === null ? null : `${baseUrl}${path}${pageQuery}`);
  return {
    contents: page.items.map(toResource),
    meta: {
      key: 'contents',
      page: page.page,
      page_size: page.pageSize,
      url: link(page.ownQuery),
      first_page_url: link(page.firstQuery),
      previous_page_url: link(page.previousQuery),
      next_page_url: link(page.nextQuery),
    },
  };
}

interface CreateContentBody { friendly_name?: string; language: string; variables?: Record<string, string>; types: Record<string, unknown> }

function createContent({ body, baseUrl }: OperationInput, { account, contents }: OperationContext): unknown {
  // The schema check has seen to the shape.
  const { friendly_name: friendlyName = '', language, variables = {}, types } = body as unknown as CreateContentBody;
  return resources.toContentResource(contents.create({ friendlyName, language, samples: variables, types }), account, baseUrl);
}

function createApproval({ path, body }: OperationInput, { contents, submit }: OperationContext): unknown {
  const template = templateOf(path['ContentSid'], contents);
  if (template.approval.status !== 'unsubmitted') throw new TwilioApiError(20001, 'The template was submitted before');
  const { name, category } = body as { name: string; category: string };
  const rejectionReason = findTemplateFaults(contentOf(template.types)).join(' ');
  contents.setApproval(template.sid, { status: 'received', name, category, rejectionReason });
  submit(template.sid);
  return resources.toApprovalCreateResource(template);
}
