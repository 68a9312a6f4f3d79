import { CliError, EXIT } from './cli-error.ts';
import type { OpenedHome } from './opened-home.ts';

/** The id of a responder whom an option names. @throws CliError (4) that names those there are */
export function responderNamed({ store }: Pick<OpenedHome, 'store'>, id: string): string {
  const { responders } = store.config.current().directory;
  return known(id, responders, (ids) => new CliError(EXIT.refused, (words) => words.noResponder(id, ids)));
}

/** The same of a unit. */
export function unitNamed({ store }: Pick<OpenedHome, 'store'>, id: string): string {
  const { units } = store.config.current().directory;
  return known(id, units, (ids) => new CliError(EXIT.refused, (words) => words.noUnit(id, ids)));
}

/** The same of a role on call. */
export function roleNamed({ store }: Pick<OpenedHome, 'store'>, id: string): string {
  const { roles } = store.config.current().directory;
  return known(id, roles, (ids) => new CliError(EXIT.refused, (words) => words.noOnCallRole(id, ids)));
}

function known(id: string, all: readonly { id: string }[], unknown: (ids: readonly string[]) => CliError): string {
  const ids = all.map((each) => each.id);
  if (ids.includes(id)) return id;
  throw unknown(ids);
}
