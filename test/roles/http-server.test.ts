import type { Logger } from '../../src/observability/logger.ts';
import { createHttpServer } from '../../src/roles/http-server.ts';

test('each answer is written down for whoever looks for a fault, by its route and never by what was sent', async () => {
  const events: Parameters<Logger['event']>[] = [];
  const app = createHttpServer({ logger: { event: (...event) => void events.push(event), close: () => {} } }, 'slack');
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
