import { Client, Connection } from '@temporalio/client';
import { AlertClient, NotRecordedError } from '../../src/client.ts';
import type { AcceptedAlert } from '../../src/ledger/ledger.ts';
import type { SqliteStore } from '../../src/ledger/sqlite-store.ts';
import { anAlert, closeAll, testLedger } from '../ledger/fixtures.ts';

const connection = Connection.lazy();

afterEach(closeAll);
afterAll(() => connection.close());

const FINDING = { stage: 4, confidence: 0.9 } as const;

/** A client whose ledger can only be read; `page` says whom a direct page reaches, each time one is tried. */
async function readOnlyClient(page: (alert: AcceptedAlert) => Promise<string[]>): Promise<{ raise(): Promise<unknown>; tried: string[] }> {
  const { ledger } = await testLedger();
  (ledger.store as SqliteStore).raw.pragma('query_only = ON');
  const tried: string[] = [];
  const planFor = (): AcceptedAlert['plan'] => anAlert().plan;
  const client = new AlertClient({
    temporal: new Client({ connection }), ledger, planFor, planForAlert: planFor,
    pageUnrecorded: (alert) => {
      tried.push(alert.code);
      return page(alert);
    },
  });
  return { raise: () => client.raise(FINDING).catch((error: unknown) => error), tried };
}

test('a finding whose direct page could not be tried is paged when it is handed in again', async () => {
  let isBroken = true;
  const { raise, tried } = await readOnlyClient(async () => {
    if (isBroken) throw new Error('the configuration cannot be read');
    return ['ana'];
  });
  expect(await raise()).toMatchObject({ message: 'the configuration cannot be read' });
  isBroken = false;
  const told = await raise();
  expect(told).toBeInstanceOf(NotRecordedError);
  expect(told).toMatchObject({ reached: ['ana'], code: tried[1] });
  expect(tried).toHaveLength(2);
});

test('one that reached nobody is tried again, and one that reached somebody goes out once', async () => {
  const reached: string[][] = [[], ['ana']];
  const { raise, tried } = await readOnlyClient(async () => reached.shift() ?? []);
  expect(await raise()).toMatchObject({ reached: [] });
  expect(await raise()).toMatchObject({ reached: ['ana'], code: tried[1] });
  expect(await raise()).toMatchObject({ reached: ['ana'], code: tried[1] });
  expect(tried).toHaveLength(2);
});

test('the same finding handed in twice at once goes out once', async () => {
  const { raise, tried } = await readOnlyClient(async () => ['ana']);
  const [first, second] = await Promise.all([raise(), raise()]);
  expect(second).toMatchObject({ code: (first as NotRecordedError).code });
  expect(tried).toHaveLength(1);
});
