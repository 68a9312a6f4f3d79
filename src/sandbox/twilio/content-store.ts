import { createHash } from 'node:crypto';
import { findTemplateFaults } from './template-rules.ts';
import type { TemplateContent } from './template-rules.ts';

/** WhatsApp's word on a template. https://www.twilio.com/docs/content/content-api-resources#fetch-an-approval-status-request */
export type Approval = 'unsubmitted' | 'received' | 'approved' | 'rejected' | 'paused' | 'disabled';

/** A template as it is given to the sandbox at the start. */
export interface TemplateSeed {
  friendlyName: string;
  language: string;
  /** With its slots, `{{1}}` first. */
  body: string;
  /** Quick replies; ids may hold slots too. */
  buttons?: { id: string; title: string }[];
  /** `approved` unless it breaks WhatsApp's rules, which rejects it. */
  approval?: Approval;
}

export interface Template {
  sid: string;
  friendlyName: string;
  language: string;
  /** Sample values, used where a message brings none at all. */
  samples: Record<string, string>;
  /** Content by type, such as `twilio/quick-reply`, as it was created. */
  types: Record<string, unknown>;
  approval: { status: Approval; name: string; category: string; rejectionReason: string };
  createdAt: string;
  updatedAt: string;
}

export interface ContentStore {
  create(input: Pick<Template, 'friendlyName' | 'language' | 'samples' | 'types'>): Template;
  get(sid: string): Template | null;
  /** Newest first. */
  list(): Template[];
  remove(sid: string): boolean;
  setApproval(sid: string, approval: Partial<Template['approval']>): void;
}

const SLOT = /\{\{\s*(\w+)\s*\}\}/g;

/** What of a template goes on a phone, with its slots open. Types that the sandbox doesn't show come as their `body`. */
export function contentOf(types: Record<string, unknown>): TemplateContent {
  const content = Object.values(types)[0] as { body?: string; actions?: { id?: string; title: string }[] } | undefined;
  const actions = types['twilio/quick-reply'] === undefined ? [] : content?.actions ?? [];
  return { body: content?.body ?? '', buttons: actions.map(({ id, title }) => ({ id: id ?? title, title })) };
}

/** Names of the slots in a template, in their order. */
export function slotsOf({ body, buttons }: TemplateContent): string[] {
  const texts = [body, ...buttons.flatMap((button) => [button.id, button.title])];
  return [...new Set(texts.flatMap((text) => [...text.matchAll(SLOT)].map((match) => match[1] ?? '')))];
}

/** The template with its slots filled; null when one of them has no value. */
export function fillTemplate(template: Template, variables: Record<string, string>): TemplateContent | null {
  const content = contentOf(template.types);
  if (slotsOf(content).some((slot) => variables[slot] === undefined)) return null;
  const fill = (text: string): string => text.replaceAll(SLOT, (_slot, name: string) => variables[name] ?? '');
  return { body: fill(content.body), buttons: content.buttons.map(({ id, title }) => ({ id: fill(id), title: fill(title) })) };
}

/** The account's templates. A seed's SID follows from its name and language, so it survives a restart. */
export function createContentStore({ seeds, now, createSid }: {
  seeds: readonly TemplateSeed[];
  now: () => Date;
  createSid: () => string;
}): ContentStore {
  const templates = new Map<string, Template>();

  function put(sid: string, input: Pick<Template, 'friendlyName' | 'language' | 'samples' | 'types'>, status: Approval): Template {
    const at = now().toISOString();
    const approval = { status, name: input.friendlyName, category: 'UTILITY', rejectionReason: '' };
    const template = { sid, ...input, approval, createdAt: at, updatedAt: at };
    templates.set(sid, template);
    return template;
  }

  for (const seed of seeds) {
    const input = fromSeed(seed);
    const sid = `HX${createHash('sha256').update(`${seed.friendlyName}/${seed.language}`).digest('hex').slice(0, 32)}`;
    const template = put(sid, input, seed.approval ?? 'approved');
    const faults = findTemplateFaults(contentOf(input.types));
    if (faults.length > 0) template.approval = { ...template.approval, status: 'rejected', rejectionReason: faults.join(' ') };
  }
  return {
    create: (input) => put(createSid(), input, 'unsubmitted'),
    get: (sid) => templates.get(sid) ?? null,
    list: () => [...templates.values()].reverse(),
    remove: (sid) => templates.delete(sid),
    setApproval(sid, approval) {
      const template = templates.get(sid);
      if (template === undefined) return;
      template.approval = { ...template.approval, ...approval };
      template.updatedAt = now().toISOString();
    },
  };
}

function fromSeed({ friendlyName, language, body, buttons = [] }: TemplateSeed): Pick<Template, 'friendlyName' | 'language' | 'samples' | 'types'> {
  const samples = Object.fromEntries(slotsOf({ body, buttons }).map((slot) => [slot, `valor ${slot}`]));
  const actions = buttons.map(({ id, title }) => ({ type: 'QUICK_REPLY', id, title }));
  const types = buttons.length === 0 ? { 'twilio/text': { body } } : { 'twilio/quick-reply': { body, actions } };
  return { friendlyName, language, samples, types };
}
