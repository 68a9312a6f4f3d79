import { resolve } from 'node:path';
import type { ToolCaller } from '../client.ts';
import { readSettings } from '../config.ts';
import { toolsHere } from '../gateway/tools-here.ts';
import { openHome } from '../launch/home.ts';
import { silentProgress } from '../launch/progress.ts';
import { openGatewayOnHost } from './gateway-on-host.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * For MCPGateway's `connect`, in a program on the service's own host: it works on the ledger and Temporal themselves, without the gateway. The key is VIGIA_API_KEY's,
 * and in the sandbox its own; the home is the service's, whatever folder the program runs in.
 * @throws SettingsError, StartUpError
 */
export async function connectHere(env: NodeJS.ProcessEnv = process.env): Promise<ToolCaller> {
  const settings = readSettings(env, { cwd: ROOT });
  const { gateway, caller, close } = await openGatewayOnHost({ settings, env, home: openHome(settings.homeDir), progress: silentProgress, signal: new AbortController().signal });
  return { ...toolsHere(gateway, caller), close };
}
