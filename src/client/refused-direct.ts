import { MAX_DIRECT_TEXT_CHARS, type DirectRefusal } from '../domain/direct-message.ts';

/** What of a direct message was wrong, and what to do about it. */
export interface DirectProblem {
  field: 'to' | 'route' | 'text' | 'alert';
  problem: string;
  hint: string;
}

const AN_ALERT = 'What cannot wait is an alert: raise one.';

/** In words that name nobody: a caller may have written anything. */
export const DIRECT_PROBLEMS: Record<DirectRefusal, DirectProblem> = {
  unknown_recipient: { field: 'to', problem: 'names nobody in the directory', hint: 'Name a responder by id, or a number, user or #channel that config/directory.yaml has.' },
  wrong_address: { field: 'to', problem: 'is an address of another way than the one asked for', hint: 'Slack takes user ids and #channels, WhatsApp and SMS take numbers; a responder\'s id goes with each.' },
  several_people: { field: 'to', problem: 'is an address that several people answer on', hint: 'Name the one who is meant by the responder\'s id.' },
  no_destination: { field: 'to', problem: 'names somebody who is not reached that way', hint: 'Choose another way, or add the address to config/directory.yaml.' },
  outside_contact_hours: { field: 'to', problem: 'names somebody outside the contact hours for that way', hint: `Send it within their hours, or another way. ${AN_ALERT}` },
  opted_out: { field: 'to', problem: 'names somebody who asked for no more messages there', hint: 'They take messages again once they have written START. Until then choose another way.' },
  platform_not_configured: { field: 'route', problem: 'goes by a platform that is not configured', hint: 'Choose another way, or configure the platform as README.md says.' },
  unknown_alert: { field: 'alert', problem: 'is no alert\'s code', hint: 'Leave it out, or give the code that the alert was accepted with.' },
  no_text: { field: 'text', problem: 'is empty', hint: 'Say what the message is.' },
  text_too_long: { field: 'text', problem: `has more than ${MAX_DIRECT_TEXT_CHARS} characters`, hint: 'Shorten it.' },
};
