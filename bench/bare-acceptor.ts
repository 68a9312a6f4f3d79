import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';

/** What accepting could cost at least: an HTTP server that writes each body as a row, fsyncs it, and answers. Its only argument is the file. */
const file = new Database(process.argv[2] ?? '');
file.pragma('journal_mode = WAL');
file.pragma('synchronous = FULL');
file.exec('create table rows (id text primary key, body text not null)');
const insert = file.prepare('insert into rows (id, body) values (?, ?)');
const app = Fastify();
app.post('/rows', async (request, reply) => {
  const id = randomUUID();
  insert.run(id, JSON.stringify(request.body));
  return reply.code(202).send({ id });
});
await app.listen({ port: 0, host: '127.0.0.1' });
console.log((app.server.address() as AddressInfo).port);
