import { request } from 'node:http';
import { createGateway } from '../../src/roles/create-gateway.ts';
import { registerHealthPaths } from '../../src/roles/health-paths.ts';
import { readHealth } from '../../src/roles/health.ts';
import { createHttpServer } from '../../src/roles/http-server.ts';
import type { Health } from '../../src/roles/health.ts';
import { vigiaJson } from '../cli/run-vigia.ts';
import { NO_LIMITS, TUESDAY_MORNING } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { gatewayOf, sandboxKeyOf } from './support/callers.ts';

const PATHS = ['/live', '/ready', '/health'] as const;

describe('how the service is, asked without a key', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  test('is told to nobody who calls by another name, or to a page from elsewhere, at the gateway and at each platform\'s service', async () => {
    const { twilio = '', slack = '' } = ward.service.home.endpoints.read().services;
    for (const address of [gatewayOf(ward.service), twilio, slack]) {
      for (const path of PATHS) {
        expect({ path, statuses: [await statusOf(address + path, {}), await statusOf(address + path, { host: 'evil.example' }), await statusOf(address + path, { origin: 'https://evil.example' })] }).toEqual({ path, statuses: [200, 403, 403] });
      }
    }
  });

  test('is told to a probe that knows only an address where it listens on a network, and by no name that is not its own there either', async () => {
    const listening = async (bind: string): Promise<(headers: Record<string, string | undefined>) => Promise<number>> => {
      const service = { ...ward.service, settings: { ...ward.service.settings, bind } };
      const app = createHttpServer(service, 'gateway');
      await registerHealthPaths(app, { service, gateway: createGateway(service), door: 'rest', read: () => readHealth(service), isReady: () => true });
      return async (headers) => (await app.inject({ url: '/ready', headers })).statusCode;
    };
    const [here, onNetwork] = [await listening('127.0.0.1'), await listening('0.0.0.0')];
    for (const host of ['10.0.0.5:8080', '[2001:db8::5]:8080']) expect([await here({ host }), await onNetwork({ host })]).toEqual([403, 200]);
    expect(await onNetwork({ host: '10.0.0.5', origin: 'https://evil.example' })).toBe(403);
    expect(await onNetwork({ host: 'evil.example' })).toBe(403);
  });

  test('says that somebody opted out, and who it was to a key and to the command line alone', async () => {
    await ward.reply('ana', 'CANCEL', { by: 'sms' });
    const gateway = gatewayOf(ward.service);
    const told = async (path: string, authorization?: string): Promise<string> => JSON.stringify(((await (await fetch(gateway + path, { headers: authorization === undefined ? {} : { authorization } })).json()) as Health).problems);
    for (const path of ['/health', '/ready']) {
      for (const authorization of [undefined, 'Bearer vigia_none']) {
        expect(await told(path, authorization)).toContain('"code":"opted_out"');
        expect(await told(path, authorization)).toMatch(/^((?!\bana\b).)*$/);
      }
      expect(await told(path, `Bearer ${sandboxKeyOf(ward.service)}`)).toContain('"code":"opted_out:ana"');
    }
    expect((await vigiaJson<Health>(ward.service.home.dir, ['health'])).problems).toMatchObject([{ code: 'opted_out:ana', words: { en: expect.stringContaining('ana answered STOP') as string } }]);
    await ward.messages();
  });
});

/** With headers that fetch doesn't let one set. */
async function statusOf(address: string, headers: Record<string, string>): Promise<number | undefined> {
  const answered = Promise.withResolvers<number | undefined>();
  request(address, { headers }, (response) => {
    response.resume();
    answered.resolve(response.statusCode);
  }).on('error', answered.reject).end();
  return answered.promise;
}
