import { WHATSAPP_TEMPLATES } from '../../domain/wording/index.ts';
import { createTemplates } from '../../platforms/twilio/create-templates.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { withStore, type CliContext } from '../cli-context.ts';

/** `twilio templates`: makes the WhatsApp templates that the account lacks, and hands them in for approval. */
export async function makeTemplates(context: CliContext): Promise<void> {
  await withStore(context, async ({ settings, home, store }) => {
    const [{ createPlatforms }, { systemClock }] = await Promise.all([import('../../roles/create-platforms.ts'), import('../../roles/service-clock.ts')]);
    const { twilio } = createPlatforms({ settings, home, keyRing: store.keyRing, clock: systemClock, attemptOf: async () => null });
    if (!twilio) throw new CliError(EXIT.refused, ({ twilioMissing }) => twilioMissing);
    const made = await createTemplates(twilio.client, WHATSAPP_TEMPLATES);
    for (const { name, sid, outcome, approval } of made) context.output.say(`${name.padEnd(36)} ${outcome.padEnd(9)} ${approval.padEnd(12)} ${sid}`);
    context.output.result({ templates: made });
  });
}
