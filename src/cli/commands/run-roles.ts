import { ROLES, type Role } from '../../launch/roles.ts';
import { introduceKey } from '../../roles/introduce-key.ts';
import { ROLE_WORDS } from '../../roles/role-words.ts';
import { runRoles } from '../../roles/run-roles.ts';
import { CliError, EXIT } from '../cli-error.ts';
import type { CliContext } from '../cli-context.ts';

/** `run ROLE…`: runs roles in this process until it is stopped; with `--take-over` in the place of those who run them. Answers the exit code. */
export async function runRolesByName({ env, cwd, language }: CliContext, names: readonly string[], { takeOver }: { takeOver: boolean }): Promise<number> {
  const unknown = names.find((name) => !ROLES.some((role) => role === name));
  if (unknown !== undefined) throw new CliError(EXIT.usage, (words) => words.noServiceRole(ROLES));
  return runRoles(names as readonly Role[], {
    env, cwd, language, takeOver, stream: process.stderr,
    onUp: async ({ sandboxKey, home, say }) => {
      const words = ROLE_WORDS[language];
      const { gateway } = home.endpoints.read();
      if (sandboxKey && gateway) introduceKey(sandboxKey, gateway, words).forEach(say);
      say(words.rolesUp(names));
    },
  });
}
