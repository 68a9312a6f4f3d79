import type { NativeConnection } from '@temporalio/worker';
import type { Settings } from '../config.ts';
import { inBoth } from '../domain/in-both.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import { SEARCH_ATTRIBUTES } from '../sandbox/temporal/server-arguments.ts';
import { ROLE_WORDS } from './role-words.ts';

/** How long the server may take to say which attributes it has, milliseconds. */
const ANSWER_MS = 5_000;

/**
 * A server of somebody's own must have our search attributes, or it refuses every alert. One that can't be asked is not held
 * back: Temporal Cloud, for one, lets an API key start workflows and not list attributes.
 * @throws StartUpError that names those missing and the command that creates them.
 */
export async function requireSearchAttributes({ connection, settings }: { connection: NativeConnection; settings: Pick<Settings, 'temporal'> }): Promise<void> {
  const { temporal } = settings;
  if (temporal.kind !== 'external') return;
  const present = await customAttributes(connection, temporal.namespace);
  const missing = present === null ? [] : Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !present.includes(name));
  if (missing.length === 0) return;
  const { address, namespace } = temporal;
  const create = `temporal operator search-attribute create --address ${address} --namespace ${namespace} ${missing.map(([name, type]) => `--name ${name} --type ${type}`).join(' ')}`;
  throw new StartUpError(inBoth(ROLE_WORDS, (words) => words.attributesMissing(address, namespace, missing.map(([name]) => name), create)));
}

/** Names, or null when the server doesn't say. */
async function customAttributes(connection: NativeConnection, namespace: string): Promise<string[] | null> {
  try {
    const { customAttributes: custom } = await connection.withDeadline(Date.now() + ANSWER_MS, () => connection.operatorService.listSearchAttributes({ namespace }));
    return Object.keys(custom ?? {});
  } catch {
    return null;
  }
}
