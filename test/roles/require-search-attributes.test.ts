import { randomUUID } from 'node:crypto';
import { NativeConnection } from '@temporalio/worker';
import { readSettings } from '../../src/config.ts';
import { requireSearchAttributes } from '../../src/roles/require-search-attributes.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { temporalServer } from '../support/temporal-server.ts';
import { waitUntil } from '../support/wait-until.ts';

describe("a Temporal server of somebody's own", () => {
  let address: string;
  let connection: NativeConnection;
  beforeAll(async () => {
    ({ address } = await temporalServer());
    connection = await NativeConnection.connect({ address });
  });
  afterAll(() => connection.close());

  const required = async (namespace: string): Promise<void> =>
    requireSearchAttributes({ connection, settings: readSettings({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace }, { cwd: temporaryFolder() }) });

  /** A namespace that has these attributes (https://api-docs.temporal.io: Keyword is 2). */
  async function namespaceWith(...names: string[]): Promise<string> {
    const namespace = `bare-${randomUUID()}`;
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: 86_400 } as never });
    const searchAttributes = Object.fromEntries(names.map((name) => [name, 2]));
    const list = async () => connection.operatorService.listSearchAttributes({ namespace }).catch(() => null);
    await waitUntil('the namespace is known', async () => (await list()) !== null);
    if (names.length === 0) return namespace;
    await waitUntil('they are created', async () => connection.operatorService.addSearchAttributes({ namespace, searchAttributes }).then(() => true, () => false));
    await waitUntil('they are known', async () => {
      const { customAttributes } = (await list()) ?? {};
      return names.every((name) => name in (customAttributes ?? {}));
    });
    return namespace;
  }

  test('that has our search attributes is good', async () => {
    await expect(required('default')).resolves.toBeUndefined();
  });

  test('without them is refused with the exact command that creates them', async () => {
    const namespace = await namespaceWith();
    await expect(required(namespace)).rejects.toThrow(
      `Temporal at ${address} lacks the search attributes AlertStatus, Severity, Stage, EscalationLevel, AckDeadline, Platform in the namespace ${namespace}: create them with `
      + `\`temporal operator search-attribute create --address ${address} --namespace ${namespace} --name AlertStatus --type Keyword --name Severity --type Keyword --name Stage --type Keyword `
      + '--name EscalationLevel --type Int --name AckDeadline --type Datetime --name Platform --type Keyword`, and start again.');
  });

  test('with some of them is told those that are missing, and no other', async () => {
    const namespace = await namespaceWith('AlertStatus', 'Severity', 'Stage', 'Platform');
    await expect(required(namespace)).rejects.toThrow(/attributes EscalationLevel, AckDeadline in .* --namespace \S+ --name EscalationLevel --type Int --name AckDeadline --type Datetime`/);
  });

  test('that does not say what it has is not held back', async () => {
    await expect(required(`unknown-${randomUUID()}`)).resolves.toBeUndefined();
  });
});
