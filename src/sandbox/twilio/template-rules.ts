/** What of a template goes on a phone. */
export interface TemplateContent {
  body: string;
  buttons: { id: string; title: string }[];
}

/** https://www.twilio.com/docs/content/twilio-quick-reply */
const MAX_TEMPLATE_BODY_CHARS = 1024;
const MAX_BUTTONS = 10;
const MAX_BUTTON_TITLE_CHARS = 20;
/** A value of a slot may hold no line break or tab and at most four spaces in a row. https://www.twilio.com/docs/api/errors/63021 */
const BAD_VALUE = /[\n\r\t]| {5,}/;

/**
 * Why WhatsApp would reject a template, one reason a sentence.
 * https://www.twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses
 */
export function findTemplateFaults({ body, buttons }: TemplateContent): string[] {
  const faults: string[] = [];
  if (/^\s*\{\{/.test(body)) faults.push('The body begins with a variable.');
  if (/\}\}\s*$/.test(body)) faults.push('The body ends with a variable.');
  if (/\}\}\s*\{\{/.test(body)) faults.push('Two variables follow one another.');
  if (body.length > MAX_TEMPLATE_BODY_CHARS) faults.push(`The body exceeds ${MAX_TEMPLATE_BODY_CHARS} characters.`);
  if (buttons.length > MAX_BUTTONS) faults.push(`There are more than ${MAX_BUTTONS} buttons.`);
  if (buttons.some(({ title }) => title.length > MAX_BUTTON_TITLE_CHARS)) {
    faults.push(`A button's title exceeds ${MAX_BUTTON_TITLE_CHARS} characters.`);
  }
  return faults;
}

/** Whether WhatsApp takes these values in a template's slots. */
export function areSlotValuesAllowed(variables: Record<string, string>): boolean {
  return Object.values(variables).every((value) => !BAD_VALUE.test(value));
}
