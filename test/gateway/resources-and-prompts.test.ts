import type { Client } from '@modelcontextprotocol/client';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { waitUntil } from '../support/wait-until.ts';
import { addApiKey } from './support/api-keys.ts';
import { connectMcp, connectStdio, gatewayOf, sandboxKeyOf, type Era } from './support/callers.ts';
import { rawMcp } from './support/raw-mcp.ts';

describe('what an MCP client finds beside the tools', () => {
  let ward: Ward;
  let code: string;
  let modern: Client;
  let legacy: Client;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    const [gateway, key] = [gatewayOf(ward.service), sandboxKeyOf(ward.service)];
    [modern, legacy] = [await connectMcp(gateway, key, 'modern'), await connectMcp(gateway, key, 'legacy')];
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(async () => {
    await modern.close();
    await legacy.close();
    await ward.close();
  });

  const read = async (client: Client, uri: string): Promise<Record<string, unknown>> => {
    const [content] = (await client.readResource({ uri })).contents;
    return JSON.parse(content && 'text' in content ? content.text : 'null') as Record<string, unknown>;
  };

  test('is told how to use it, in both eras', () => {
    for (const client of [modern, legacy]) expect(client.getInstructions()).toContain('get_alert');
    expect([modern, legacy].map((client) => client.getServerCapabilities()?.resources)).toEqual([{ subscribe: true }, {}]);
  });

  test('is told when a finding needs an idempotency_key, by the instructions and by each tool that hands one in', async () => {
    for (const client of [modern, legacy]) {
      expect(client.getInstructions()).toMatch(/Give an idempotency_key, .* unless it has a patient, an image or a time/);
      const { tools } = await client.listTools();
      for (const tool of ['notify_lpp_detection', 'send_medical_alert']) {
        expect(tools.find(({ name }) => name === tool)?.inputSchema.properties?.['idempotency_key']).toMatchObject({ description: expect.stringContaining('Give one unless the finding has a patient, an image or a time') as string });
      }
      expect(JSON.stringify(await client.getPrompt({ name: 'raise_finding', arguments: { lpp_grade: '4', confidence: '0.9' } }))).toContain('idempotency_key');
    }
  });

  test('an open alert is a resource, the same as get_alert shows', async () => {
    for (const client of [modern, legacy]) {
      const { resources } = await client.listResources();
      expect(resources.map(({ uri }) => uri)).toEqual(['policy://escalation', 'directory://hospital', 'status://services', `alert://${code}`]);
      expect((await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['alert://{code}']);
      const { structuredContent } = await client.callTool({ name: 'get_alert', arguments: { code } });
      expect(await read(client, `alert://${code}`)).toEqual(structuredContent);
    }
  });

  test('policy and status are there, and the directory without names and numbers', async () => {
    expect(await read(modern, 'policy://escalation')).toMatchObject({ stages: { 4: { severity: 'critical' } } });
    expect(await read(modern, 'status://services')).toMatchObject({ mode: 'sandbox', services: { ledger: { healthy: true } } });
    const directory = await read(modern, 'directory://hospital');
    expect(directory).toMatchObject({ responders: expect.arrayContaining([{ id: 'ana', language: 'es', roles: expect.any(Array) as unknown, routes: ['slack', 'twilio', 'twilio-sms'] }]) as unknown });
    const { responders } = ward.service.config.current().directory;
    const secrets = responders.flatMap(({ name, destinations }) => [name, ...Object.values(destinations)]);
    expect(secrets.filter((secret) => JSON.stringify(directory).includes(secret))).toEqual([]);
  });

  test('what there is not, and what the key may not read, is refused alike', async () => {
    for (const uri of ['alert://K7F2-Q9MD', 'alert://Juana', 'file:///etc/passwd']) await expect(modern.readResource({ uri })).rejects.toThrow('There is no such resource');
    const messenger = await connectMcp(gatewayOf(ward.service), await addApiKey(ward.service, { scopes: ['messages:send'] }), 'modern');
    expect((await messenger.listResources()).resources.map(({ uri }) => uri)).toEqual(['status://services']);
    await expect(messenger.readResource({ uri: `alert://${code}` })).rejects.toThrow('There is no such resource');
    await messenger.close();
  });

  test('who raises alerts may read one by its code, as with get_alert, and is not told which there are, as with list_alerts', async () => {
    const key = await addApiKey(ward.service, { name: 'raiser', scopes: ['alerts:send'] });
    const raisers = [await connectMcp(gatewayOf(ward.service), key, 'modern'), await connectMcp(gatewayOf(ward.service), key, 'legacy'), await connectStdio(ward.service, key, 'modern'), await connectStdio(ward.service, key, 'legacy')];
    for (const raiser of raisers) {
      expect((await raiser.listResources()).resources.map(({ uri }) => uri)).toEqual(['policy://escalation', 'directory://hospital', 'status://services']);
      expect(await read(raiser, `alert://${code}`)).toMatchObject({ code });
      await raiser.close();
    }
  });

  test('whoever may not read alerts, or may no longer, hears of no change: by HTTP it is refused, by stdio nothing is taken on', async () => {
    const watched = await ward.detect({ stage: 3, confidence: 0.93 });
    const uri = `alert://${watched}`;
    const heard: string[] = [];
    const listener = async (who: string, key: string, era: Era): Promise<Client> => {
      const client = await connectStdio(ward.service, key, era);
      client.setNotificationHandler('notifications/resources/updated', () => void heard.push(`${who} ${era}`));
      return client;
    };
    const messenger = await addApiKey(ward.service, { name: 'messenger', scopes: ['messages:send'] });
    expect(await rawMcp(gatewayOf(ward.service), messenger, 'subscriptions/listen', { notifications: { resourceSubscriptions: [uri] } })).toMatchObject({ status: 'error', error: { code: 'not_allowed', scope: 'alerts:read' } });
    const [raiser, ending] = [await addApiKey(ward.service, { name: 'raiser', scopes: ['alerts:send'] }), await addApiKey(ward.service, { name: 'ending', scopes: ['alerts:read'] })];
    const clients = await Promise.all((['modern', 'legacy'] as const).flatMap((era) => [listener('raiser', raiser, era), listener('ending', ending, era), listener('messenger', messenger, era)]));
    for (const client of clients) await (client.getNegotiatedProtocolVersion() === '2026-07-28' ? client.listen({ resourceSubscriptions: [uri] }) : client.subscribeResource({ uri })).catch(() => null);
    await ward.service.ledger.endApiKey(ending.split('_')[1] ?? '', { revokedAt: ward.time.now() });
    await ward.ask(watched, 'cancel', 'ana');
    await waitUntil('who may hear of it has', () => new Set(heard).size >= 2);
    expect([...new Set(heard)].sort()).toEqual(['raiser legacy', 'raiser modern']);
    for (const client of clients) await client.close();
    await ward.messages();
  });

  test('prompts say what they take, and what is missing', async () => {
    const { prompts } = await modern.listPrompts();
    expect(prompts.map(({ name, description }) => ({ name, told: (description ?? '').length > 20 }))).toEqual(['raise_finding', 'review_escalation', 'shift_handover'].map((name) => ({ name, told: true })));
    const { messages } = await modern.getPrompt({ name: 'review_escalation', arguments: { code } });
    expect(JSON.stringify(messages)).toContain(code);
    await expect(modern.getPrompt({ name: 'review_escalation' })).rejects.toThrow('code is missing');
    await expect(modern.getPrompt({ name: 'nothing' })).rejects.toThrow('raise_finding');
  });

  test('whoever waits for an alert and asks for it is told how it stands meanwhile', async () => {
    for (const client of [modern, legacy]) {
      const told: string[] = [];
      const { structuredContent } = await client.callTool({ name: 'get_alert', arguments: { code, wait_seconds: 0.5 } }, { onprogress: ({ message }) => void told.push(message ?? '') });
      expect(structuredContent).toMatchObject({ code, status: 'notified' });
      expect(told).toEqual([expect.stringMatching(`^${code} is notified, step 1; next deadline 20`)]);
    }
  });

  test('whoever spells an address otherwise hears of its changes under that spelling, as what is read is', async () => {
    const watched = await ward.detect({ stage: 3, confidence: 0.93 });
    const spelt = `alert://${watched.toLowerCase().replace('-', '')}`;
    expect(await read(modern, spelt)).toMatchObject({ code: watched });
    const heard = new Set<string>();
    const [stdioModern, stdioLegacy] = [await connectStdio(ward.service, sandboxKeyOf(ward.service), 'modern'), await connectStdio(ward.service, sandboxKeyOf(ward.service), 'legacy')];
    for (const [who, client] of [['http', modern], ['stdio', stdioModern], ['stdio before', stdioLegacy]] as const) client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.add(`${who} ${params.uri}`));
    const subscription = await modern.listen({ resourceSubscriptions: [spelt] });
    await stdioModern.listen({ resourceSubscriptions: [spelt] });
    await stdioLegacy.subscribeResource({ uri: spelt });
    await ward.ask(watched, 'cancel', 'ana');
    await waitUntil('each has heard of it', () => heard.size >= 3);
    expect([...heard].sort()).toEqual([`http ${spelt}`, `stdio ${spelt}`, `stdio before ${spelt}`].sort());
    await subscription.close();
    for (const client of [stdioModern, stdioLegacy]) await client.close();
    await ward.messages();
  });

  test('what can never tell of a change is refused where somebody wants to hear of it, and says what can', async () => {
    const [stdioModern, stdioLegacy] = [await connectStdio(ward.service, sandboxKeyOf(ward.service), 'modern'), await connectStdio(ward.service, sandboxKeyOf(ward.service), 'legacy')];
    for (const listen of [(uri: string) => modern.listen({ resourceSubscriptions: [`alert://${code}`, uri] }), (uri: string) => stdioModern.listen({ resourceSubscriptions: [uri] }), (uri: string) => stdioLegacy.subscribeResource({ uri })]) {
      await expect(listen('policy://escalation')).rejects.toThrow('Only alerts tell of their changes: listen to alert://CODE.');
      await expect(listen('alert://0000-0000')).rejects.toThrow(/There is no such (alert|resource)/);
    }
    for (const client of [stdioModern, stdioLegacy]) await client.close();
  });

  test('whoever subscribes to an alert hears of its changes, and of no other', async () => {
    const other = await ward.detect({ stage: 3, confidence: 0.93 });
    const heard: string[] = [];
    modern.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri));
    const subscription = await modern.listen({ resourceSubscriptions: [`alert://${code}`] });
    await ward.ask(other, 'acknowledge', 'ana');
    await ward.ask(code, 'acknowledge', 'ana');
    await waitUntil('the change is heard', () => heard.length > 0);
    expect(await read(modern, heard[0] ?? '')).toMatchObject({ code, status: 'acknowledged', acknowledgedBy: 'ana' });
    const before = heard.length;
    await ward.ask(code, 'cancel', 'ana');
    await waitUntil('its end is heard', () => heard.length > before);
    expect(new Set(heard)).toEqual(new Set([`alert://${code}`]));
    await subscription.close();
    await ward.ask(other, 'cancel', 'ana');
    await ward.messages();
  });
});
