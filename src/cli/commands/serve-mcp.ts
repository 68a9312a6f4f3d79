import { openHome } from '../../launch/home.ts';
import { settingsOf, type CliContext } from '../cli-context.ts';
import { requireTemporal } from '../connect-client.ts';

/** `mcp`: the tools over standard input and output, for the program that starts it. */
export async function serveMcp(context: CliContext): Promise<void> {
  const { env, language, signal } = context;
  const settings = settingsOf(context);
  const home = openHome(settings.homeDir);
  await requireTemporal(settings, home);
  const { runMcpOnStdio } = await import('../../roles/mcp-on-stdio.ts');
  await runMcpOnStdio({ settings, env, home, language, signal });
}
