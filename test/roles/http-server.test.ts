import { silentLogger, type Logger } from '../../src/observability/logger.ts';
import { createHttpServer } from '../../src/roles/http-server.ts';
import { shareUnderWay } from '../../src/roles/share-under-way.ts';

describe('every server', () => {
  const server = createHttpServer({ logger: silentLogger }, 'gateway');
  afterAll(() => server.close());

  test('repeats no path that it does not know or cannot read, and tells browsers to run, frame and keep nothing', async () => {
    for (const [url, statusCode] of [['/juana', 404], ['/juana%ff', 400]] as const) {
      const answer = await server.inject({ url });
      expect({ url, statusCode: answer.statusCode, body: answer.body }).toEqual({ url, statusCode, body: expect.not.stringContaining('juana') as string });
      expect(answer.json()).toMatchObject({ status: 'error', error: { hint: expect.any(String) as string } });
    }
    const { headers } = await server.inject({ url: '/' });
    expect(headers).toMatchObject({ 'content-security-policy': "default-src 'none';frame-ancestors 'none'", 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'cache-control': 'no-store' });
  });

  test('gives up a request that trickles in, and holds only so many connections that the process can still open its files', () => {
    expect({ arrives: server.server.requestTimeout, connections: server.server.maxConnections }).toEqual({ arrives: 30_000, connections: 1_000 });
  });
});

test('what is asked while it is being worked out is worked out once, and anew after that', async () => {
  let worked = 0;
  const read = shareUnderWay(async (key: string) => {
    worked += 1;
    await new Promise(setImmediate);
    if (key === 'bad') throw new Error('away');
    return worked;
  });
  expect(await Promise.all([read('a'), read('a'), read('b')])).toEqual([2, 2, 2]);
  await expect(Promise.all([read('bad'), read('bad')])).rejects.toThrow('away');
  await expect(read('bad')).rejects.toThrow('away');
  expect(await read('a')).toBe(5);
});

test('each answer is written down for whoever looks for a fault, by its route and never by what was sent', async () => {
  const events: Parameters<Logger['event']>[] = [];
  const app = createHttpServer({ logger: { event: (...event) => void events.push(event), record: () => {}, close: () => {} } }, 'slack');
  app.get('/tools', async () => ({ tools: [] }));
  expect((await app.inject({ path: '/tools?name=Juana' })).statusCode).toBe(200);
  expect((await app.inject({ path: '/Juana%20Rojas', method: 'POST' })).statusCode).toBe(404);
  expect(events).toMatchObject([
    ['http.answered', { part: 'slack', operation: 'GET:/tools', httpStatus: 200, durationMs: expect.any(Number) as number }, 'debug'],
    ['http.answered', { part: 'slack', operation: 'POST:unknown', httpStatus: 404 }, 'debug'],
  ]);
  expect(JSON.stringify(events)).not.toContain('Juana');
  await app.close();
});
