import { WebClient } from '@slack/web-api';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import twilio from 'twilio';
import { registerPage } from '../../../src/sandbox/page/register-page.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { createTwilioSimulator } from '../../../src/sandbox/twilio/twilio-simulator.ts';
import type { TwilioSimulator } from '../../../src/sandbox/twilio/twilio-simulator.ts';
import { ANA, ANA_SMS, PAGE_TEMPLATE } from '../twilio/twilio-rig.ts';
import { launchBrowser } from './browser.ts';

const SLACK = { botToken: 'xoxb-test', appToken: 'xapp-test', signingSecret: 'test' };
const CHANNEL = 'C0000000A1';
const USERS = [{ id: 'U0000000A1', name: 'Ana' }, { id: 'U0000000A2', name: 'Luis' }];

describe("the sandbox's page, in a browser", () => {
  let browser: Browser;
  let service: FastifyInstance;
  let received: { path: string; params: Record<string, string> }[];
  let sandbox: Sandbox<TwilioSimulator>;
  let page: Page;
  let broken: string[];
  let deadline: string | null;

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterAll(() => browser.close());

  beforeEach(async () => {
    received = [];
    broken = [];
    deadline = null;
    service = Fastify();
    service.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => done(null, String(text)));
    service.post('/*', async (request) => {
      received.push({ path: request.url, params: Object.fromEntries(new URLSearchParams(request.body as string)) });
      return '';
    });
    const serviceUrl = await service.listen({ port: 0, host: '127.0.0.1' });
    sandbox = await createSandbox({
      port: 0, gatewayUrl: () => serviceUrl, secrets: { slack: SLACK },
      directory: { slackUsers: USERS, slackChannels: [{ id: CHANNEL, name: 'alertas' }] },
      twilio: (context) => createTwilioSimulator(context, {
        schedule: 'manual', templates: [PAGE_TEMPLATE], phones: [{ address: ANA, name: 'Ana' }, { address: ANA_SMS, name: 'Ana' }],
      }),
      page: (app) => registerPage(app, {
        alerts: async () => [{ code: 'K7F2-Q9MD', severity: 'critical', status: 'notified', acknowledgedBy: null, escalationLevel: 1, nextDeadline: deadline }],
      }),
    });
    page = await browser.newPage({ locale: 'es-CO' });
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => broken.push(error.message));
    page.on('console', (message) => message.type() === 'error' && broken.push(message.text()));
    await page.goto(sandbox.url);
  });

  afterEach(async () => {
    await page.close();
    const violations = sandbox.violations();
    await sandbox.close();
    await service.close();
    expect({ violations, broken }).toEqual({ violations: [], broken: [] });
  });

  const account = () => {
    if (sandbox.twilio === null) throw new Error('no Twilio');
    return sandbox.twilio.account;
  };

  async function sendPage(): Promise<string> {
    const { accountSid, apiKeySid, apiKeySecret, whatsappNumber } = account();
    const client = twilio(apiKeySid, apiKeySecret, { accountSid });
    client.api.baseUrl = `${sandbox.url}/twilio`;
    const { sid } = await client.messages.create({
      to: ANA, from: `whatsapp:${whatsappNumber}`, contentSid: sandbox.twilio?.contents.list()[0]?.sid ?? '',
      contentVariables: JSON.stringify({ 1: 'K7F2-Q9MD', 2: '10:05', 3: 'n1' }),
    });
    return sid;
  }

  const slack = () => new WebClient(SLACK.botToken, { slackApiUrl: `${sandbox.url}/slack/api/`, retryConfig: { retries: 0 } });
  const blocks = (label: string) => [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Alerta *crítica* <https://hospital.example/a|ver> &lt;b&gt;' } },
    { type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'vigia_acknowledge', text: { type: 'plain_text' as const, text: label }, style: 'primary' as const, value: 'n1' }] },
  ];
  const phone = () => page.getByRole('article', { name: 'Ana' });
  const pressed = () => received.filter(({ params }) => 'payload' in params).map(({ params }) => JSON.parse(params['payload'] ?? '{}') as { user: { id: string }; actions: { action_id: string }[] });

  it('says that nothing leaves the machine, and shows a message and its delivery as they happen', async () => {
    await page.getByText('Nothing leaves this machine.').waitFor();
    await sendPage();
    const bubble = phone().getByText('Alerta K7F2-Q9MD crítica.');
    await bubble.waitFor();
    await phone().getByText('en cola').waitFor();
    await sandbox.twilio?.settle();
    await phone().getByText('leído').waitFor();
  });

  it("presses a WhatsApp button, which reaches the service as Ana's reply", async () => {
    const sid = await sendPage();
    await phone().getByRole('button', { name: 'La tomo' }).click();
    await page.getByText('El servicio respondió 200').waitFor();

    expect(received).toMatchObject([{ path: '/mcp/twilio/webhook', params: { From: ANA, ButtonPayload: 'ack:n1', OriginalRepliedMessageSid: sid } }]);
    await phone().getByText('botón', { exact: true }).waitFor();
  });

  it('replies by text, quoting what is clicked', async () => {
    const sid = await sendPage();
    await phone().getByRole('button', { name: 'Citar' }).click();
    await phone().getByRole('textbox', { name: 'Respuesta de Ana' }).fill('sí, voy');
    await page.keyboard.press('Enter');
    await page.getByText('El servicio respondió 200').waitFor();

    expect(received).toMatchObject([{ params: { From: ANA, Body: 'sí, voy', OriginalRepliedMessageSid: sid } }]);
  });

  it('replies by SMS when that is chosen, and keeps what is being typed when a message arrives', async () => {
    await phone().getByRole('combobox', { name: 'Enviar por' }).selectOption('SMS');
    const text = phone().getByRole('textbox');
    await text.fill('LIS');
    await sendPage();
    await phone().getByText('Alerta K7F2-Q9MD crítica.').waitFor();
    await text.pressSequentially('TO');
    await phone().getByRole('button', { name: 'Enviar' }).click();
    await page.getByText('El servicio respondió 200').waitFor();

    expect(received).toMatchObject([{ params: { From: ANA_SMS, Body: 'LISTO' } }]);
  });

  it('shows why a message did not arrive', async () => {
    sandbox.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'receipts', plan: [{ status: 'undelivered', errorCode: 63024 }] } });
    await sendPage();
    await sandbox.twilio?.settle();
    await phone().getByText('no llegó: 63024 Invalid message recipient').waitFor();
    expect(await phone().getByRole('button', { name: 'La tomo' }).isDisabled()).toBe(true);
  });

  it('presses a Slack button as the person who was chosen, and shows the edit', async () => {
    const { ts = '' } = await slack().chat.postMessage({ channel: CHANNEL, text: 'Alerta', blocks: blocks('La tomo') });
    await page.getByRole('combobox', { name: 'Pulsar como' }).selectOption('Luis');
    await page.getByRole('button', { name: 'La tomo' }).click();
    await page.getByText('El servicio respondió 200').waitFor();
    expect(pressed()).toMatchObject([{ user: { id: 'U0000000A2' }, actions: [{ action_id: 'vigia_acknowledge' }] }]);

    await slack().chat.update({ channel: CHANNEL, ts, text: 'La tomó Luis', blocks: [] });
    await page.getByText('(editado)').waitFor();
    await page.getByText('La tomó Luis').waitFor();
    expect(await page.getByRole('button', { name: 'La tomo' }).count()).toBe(0);
  });

  it('draws Block Kit as text, never as markup', async () => {
    await slack().chat.postMessage({ channel: CHANNEL, text: 'Alerta', blocks: blocks('La <i>tomo</i>') });
    const log = page.getByRole('log', { name: '#alertas' });
    await log.getByRole('strong').filter({ hasText: 'crítica' }).waitFor();
    expect(await log.getByRole('link', { name: 'ver' }).getAttribute('href')).toBe('https://hospital.example/a');
    await log.getByText('<b>').waitFor();
    await log.getByRole('button', { name: 'La <i>tomo</i>' }).waitFor();
  });

  it("lets nobody but its owner press in a direct conversation, and marks what wasn't seen", async () => {
    await slack().chat.postMessage({ channel: CHANNEL, text: 'una' });
    await page.getByRole('log', { name: '#alertas' }).getByText('una').waitFor();
    await slack().chat.postMessage({ channel: 'U0000000A2', text: 'Alerta', blocks: blocks('La tomo') });
    await page.getByRole('button', { name: /Luis.*1 sin leer/ }).click();
    const chooser = page.getByRole('combobox', { name: 'Pulsar como' });
    expect(await chooser.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'La tomo' }).click();
    await page.getByText('El servicio respondió 200').waitFor();
    expect(pressed()).toMatchObject([{ user: { id: 'U0000000A2' } }]);
  });

  it('keeps a thread under its message', async () => {
    const { ts = '' } = await slack().chat.postMessage({ channel: CHANNEL, text: 'raíz' });
    await slack().chat.postMessage({ channel: CHANNEL, thread_ts: ts, text: 'hilo' });
    await page.getByText('1 respuesta').waitFor();
    await page.getByText('hilo').waitFor();
  });

  it('counts down the alert that a message names', async () => {
    deadline = new Date(Date.now() + 299_000).toISOString();
    await sendPage();
    await phone().getByText(/responder en 4:5\d/).waitFor();
    await page.getByRole('region', { name: 'Alertas abiertas' }).getByText(/responder en 4:5\d/).waitFor();
  });

  it('shows the journal, and clears the faults', async () => {
    await sendPage();
    sandbox.faults.add({ platform: 'slack', operation: '*', fault: { kind: 'hang', ms: 1 } });
    await page.getByRole('button', { name: 'Registro' }).click();
    const drawer = page.getByRole('complementary', { name: 'Registro' });
    await drawer.getByText('messages.create').waitFor();
    await drawer.getByRole('button', { name: 'Quitar fallos' }).click();
    await drawer.getByText('Sin fallos inyectados.').waitFor();
    expect(sandbox.faults.list()).toEqual([]);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  });

  it('says in both languages what can be done by curl, with lines that work', async () => {
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Help' }).click();
    const help = page.getByRole('dialog', { name: 'Using the sandbox' });
    const line = await help.getByText(`curl -sS ${sandbox.url}/reply`).innerText();
    const [, body = ''] = /-d '(.+)'$/.exec(line) ?? [];
    const answer = await fetch(`${sandbox.url}/reply`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(answer.status).toBe(200);
    expect(received).toMatchObject([{ params: { From: ANA, Body: 'SI' } }]);
  });

  it('fits on a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await sendPage();
    await slack().chat.postMessage({ channel: CHANNEL, text: 'Alerta', blocks: blocks('La tomo') });
    await page.getByRole('log', { name: '#alertas' }).getByText('crítica').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
  });

  it('runs no script but its own', async () => {
    const response = await fetch(sandbox.url);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
    expect(await response.text()).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=/);
  });
});
