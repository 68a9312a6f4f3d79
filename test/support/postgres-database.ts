import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { askBroker } from './ask-broker.ts';

/** A database of a test file's own, on the server that all files of a run share. */
export interface TestDatabase {
  /** Of its owner, who may do anything there. */
  url: string;
  name: string;
  /** Runs statements as its owner. */
  query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
}

const made: (() => Promise<void>)[] = [];

/** Made empty; it is gone when the test file has run. The first call of a run of jest starts the server, which takes a second. */
export async function createDatabase(): Promise<TestDatabase> {
  const server = new URL((await askBroker<{ url: string }>('/postgres')).url);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOnce(server.href, `create database ${name} template template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  made.push(async () => {
    await client.end();
    await runOnce(server.href, `drop database ${name} with (force)`);
  });
  return { url: url.href, name, query: async <Row extends pg.QueryResultRow>(sql: string) => (await client.query<Row>(sql)).rows };
}

async function runOnce(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

afterAll(async () => {
  for (const drop of made.splice(0)) await drop();
});
