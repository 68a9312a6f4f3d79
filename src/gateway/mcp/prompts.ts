import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

interface PromptArgument {
  name: string;
  description: string;
  required: boolean;
}

/** Words that a person can have a model begin with. */
export interface Prompt {
  name: string;
  title: string;
  description: string;
  arguments: readonly PromptArgument[];
  words(args: Readonly<Record<string, string>>): string;
}

export const PROMPTS: readonly Prompt[] = [
  {
    name: 'raise_finding', title: 'Raise a finding', description: 'Shows who would be told of a finding, and raises it once you agree.',
    arguments: [
      { name: 'lpp_grade', description: 'Stage: 1 to 4, unstageable, deep_tissue or mucosal.', required: true },
      { name: 'confidence', description: 'How sure the AI is, from 0 to 1.', required: true },
      { name: 'unit', description: 'Unit code, such as uci.', required: false },
    ],
    words: ({ lpp_grade, confidence, unit }) => [
      `There is a finding of a pressure injury: stage ${lpp_grade}, confidence ${confidence}${unit === undefined ? '' : `, unit ${unit}`}.`,
      'Call notify_lpp_detection with dry_run true and tell me in a few lines who would be told, when and why. If I agree, call it again without dry_run and with an idempotency_key that you make once, and then follow it with get_alert until somebody has it.',
      'Do not write a name, a room or a record number anywhere.',
    ].join(' '),
  },
  {
    name: 'review_escalation', title: 'Review an escalation', description: 'Explains what happened to an alert so far, why, and what comes next.',
    arguments: [{ name: 'code', description: "The alert's code, such as K7F2-Q9MD.", required: true }],
    words: ({ code }) => `Read the alert ${code} with get_alert. Tell me in order what happened and why each step did, who has it now, and what will happen at its next deadline if nobody acts. Keep to what its timeline says.`,
  },
  {
    name: 'shift_handover', title: 'Hand over a shift', description: 'Sums up the open alerts for whoever comes on duty.',
    arguments: [],
    words: () => 'List the open alerts with list_alerts and read each with get_alert. Sum them up for the next shift, the worst first: code, severity, stage, unit, who has it and since when, and what is due next. Name no patient.',
  },
];

/** @throws ProtocolError for an unknown prompt, or an argument that is missing */
export function renderPrompt(prompts: readonly Prompt[], name: string, args: Readonly<Record<string, string>> = {}): { description: string; messages: { role: 'user'; content: { type: 'text'; text: string } }[] } {
  const prompt = prompts.find((each) => each.name === name);
  if (!prompt) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no prompt of this name. There are ${prompts.map((each) => each.name).join(', ')}.`);
  const missing = prompt.arguments.find((argument) => argument.required && args[argument.name] === undefined);
  if (missing) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${missing.name} is missing. ${missing.description}`);
  return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text: prompt.words(args) } }] };
}
