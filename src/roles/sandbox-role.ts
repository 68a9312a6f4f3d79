import { mkdirSync } from 'node:fs';
import type { Directory } from '../domain/directory.ts';
import { WHATSAPP_TEMPLATES } from '../domain/wording/index.ts';
import type { Part } from '../launch/lifecycle.ts';
import { portError } from '../launch/ports.ts';
import { usualPort } from '../launch/usual-port.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { toTemplateContent } from '../platforms/twilio/template-content.ts';
import { registerPage } from '../sandbox/page/register-page.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { DEFAULT_SCOPES } from '../sandbox/slack/slack-simulator.ts';
import { createTwilioSimulator, type TwilioSimulator } from '../sandbox/twilio/twilio-simulator.ts';
import { openSandboxAccounts, SANDBOX_NUMBERS } from './sandbox-accounts.ts';
import type { ProcessContext } from './service-context.ts';
import { sandboxPort } from './wanted-ports.ts';

/** Alerts that the page counts down. */
const SHOWN_ALERTS = 20;

export interface SandboxPart extends Part {
  sandbox: Sandbox<TwilioSimulator>;
}

/** Simulated Slack and Twilio with the hospital's own people, and the page that shows their phones. */
export async function startSandboxRole({ settings, home, clock }: ProcessContext, directory: Directory, ledger: Ledger): Promise<SandboxPart> {
  const accounts = openSandboxAccounts(home);
  const folder = home.file('sandbox');
  mkdirSync(folder, { recursive: true });
  const wanted = sandboxPort(settings);
  const port = await usualPort(home.dir, wanted);
  const sandbox = await createSandbox({
    port,
    home: folder,
    now: () => clock.now(),
    gatewayUrl: () => home.endpoints.read().gateway ?? null,
    secrets: { slack: accounts.slack },
    directory: {
      slackUsers: directory.responders.flatMap(({ name, timeZone, destinations: { slack } }) => (slack ? [{ id: slack, name, timeZone }] : [])),
      slackChannels: directory.channels.map(({ id, name }) => ({ id, name: name.replace(/^#/, '') })),
    },
    slackScopes: [...DEFAULT_SCOPES, 'chat:write.public'],
    twilio: (context) => createTwilioSimulator(context, {
      account: { ...SANDBOX_NUMBERS, authToken: accounts.twilioAuthToken },
      templates: WHATSAPP_TEMPLATES.map((template) => toTemplateContent(template)),
      phones: phonesOf(directory),
      schedule: clock.virtual ? 'manual' : 'timers',
    }),
    page: (app) => registerPage(app, {
      alerts: async () => {
        const open = await ledger.alerts({ open: true, limit: SHOWN_ALERTS });
        return open.map((alert) => ({ ...alert, acknowledgedBy: nameOf(directory, alert.acknowledgedBy) }));
      },
      timeZone: () => directory.timeZone,
      temporalUiUrl: () => home.endpoints.read().temporalUi ?? null,
    }),
  }).catch(async (error: unknown) => {
    throw await portError({ ...wanted, port }, error);
  });
  return { sandbox, stop: () => sandbox.close() };
}

/** Who has an alert, as the page's phones call them. */
function nameOf({ responders }: Directory, id: string | null): string | null {
  return responders.find((responder) => responder.id === id)?.name ?? id;
}

function phonesOf({ responders }: Directory): { address: string; name: string }[] {
  return responders.flatMap(({ name, destinations }) =>
    [destinations.twilio, destinations['twilio-sms']].flatMap((address) => (address ? [{ address, name }] : [])),
  );
}
