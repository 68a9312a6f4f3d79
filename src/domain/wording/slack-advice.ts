import type { Language } from '../people.ts';

/** One sentence or two for each code; `about` is what Slack named besides, such as a scope. */
export type Advice = Record<string, (about: string | null) => string>;

const TOKEN_ES = 'En api.slack.com/apps, "OAuth & Permissions", reinstale la app, ponga el nuevo Bot User OAuth Token en SLACK_BOT_TOKEN y reinicie.';
const TOKEN_EN = 'At api.slack.com/apps, "OAuth & Permissions", reinstall the app, put the new Bot User OAuth Token into SLACK_BOT_TOKEN and start again.';

const es: Advice = {
  invalid_auth: () => `Slack no acepta el token del bot. ${TOKEN_ES}`,
  not_authed: () => `Slack no recibió el token del bot. Revise que el proxy no quite la cabecera Authorization. ${TOKEN_ES}`,
  token_revoked: () => `El token del bot de Slack fue revocado. ${TOKEN_ES}`,
  token_expired: () => `El token del bot de Slack venció. Desactive "Token Rotation" en la app. ${TOKEN_ES}`,
  account_inactive: () => `La app fue quitada del espacio de Slack, o se desactivó la cuenta de quien la instaló. ${TOKEN_ES}`,
  missing_scope: (about) => `Al bot de Slack le falta un permiso${about === null ? '' : ` (${about})`}. Agréguelo en api.slack.com/apps, "OAuth & Permissions", "Bot Token Scopes", y reinstale la app.`,
  not_allowed_token_type: () => 'SLACK_BOT_TOKEN no es un token de bot. Ponga el Bot User OAuth Token (empieza con xoxb-) y reinicie.',
  access_denied: () => 'Slack niega el acceso al bot. Pida al administrador del espacio de Slack que apruebe la app.',
  accesslimited: () => 'Slack limita el acceso del espacio. Pregunte a su administrador o a slack.com/help.',
  org_login_required: () => 'El espacio de Slack está pasando a una organización Enterprise y no se puede usar. Pregunte a su administrador cuándo termina, y luego reinstale la app.',
  two_factor_setup_required: () => 'Slack exige el segundo factor a la cuenta que instaló la app. Actívelo en esa cuenta.',
  enterprise_is_restricted: () => 'La organización Enterprise de Slack no permite esto a la app. Pida a su administrador que la apruebe.',
  team_access_not_granted: () => 'La app no está aprobada para este espacio de la organización de Slack. Pida a su administrador que la agregue.',
  user_removed_from_team: () => `El bot fue quitado del espacio de Slack. ${TOKEN_ES}`,
  team_disabled: () => 'El espacio de Slack está desactivado. Pida a su administrador o a slack.com/help que lo reabra.',
  deprecated_endpoint: () => 'Slack retiró una función que usa esta versión. Actualice este servicio.',
  method_deprecated: () => 'Slack retiró una función que usa esta versión. Actualice este servicio.',
  bad_certificate: () => 'El certificado con que respondió Slack no es válido. Revise la hora del equipo y el proxy; uno que abre TLS necesita su certificado en NODE_EXTRA_CA_CERTS.',
  redirected: () => 'En lugar de Slack respondió otro servidor, como la página de acceso de un proxy. Deje pasar slack.com sin acceso.',
};

const en: Advice = {
  invalid_auth: () => `Slack doesn't accept the bot token. ${TOKEN_EN}`,
  not_authed: () => `Slack didn't receive the bot token. See that no proxy takes the Authorization header away. ${TOKEN_EN}`,
  token_revoked: () => `The Slack bot token was revoked. ${TOKEN_EN}`,
  token_expired: () => `The Slack bot token has expired. Turn "Token Rotation" off in the app. ${TOKEN_EN}`,
  account_inactive: () => `The app was removed from the Slack workspace, or the account that installed it was deactivated. ${TOKEN_EN}`,
  missing_scope: (about) => `The Slack bot lacks a scope${about === null ? '' : ` (${about})`}. Add it at api.slack.com/apps, "OAuth & Permissions", "Bot Token Scopes", and reinstall the app.`,
  not_allowed_token_type: () => 'SLACK_BOT_TOKEN is not a bot token. Give it the Bot User OAuth Token (it starts with xoxb-) and start again.',
  access_denied: () => 'Slack denies the bot access. Ask the admin of the Slack workspace to approve the app.',
  accesslimited: () => "Slack limits access to the workspace. Ask its admin, or slack.com/help.",
  org_login_required: () => 'The Slack workspace is being moved to an Enterprise organization and can\'t be used. Ask its admin when that ends, then reinstall the app.',
  two_factor_setup_required: () => 'Slack wants a second factor of the account that installed the app. Set it up there.',
  enterprise_is_restricted: () => "Slack's Enterprise organization doesn't allow the app this. Ask its admin to approve it.",
  team_access_not_granted: () => 'The app is not approved for this workspace of the Slack organization. Ask its admin to add it.',
  user_removed_from_team: () => `The bot was removed from the Slack workspace. ${TOKEN_EN}`,
  team_disabled: () => 'The Slack workspace is disabled. Ask its admin, or slack.com/help, to reopen it.',
  deprecated_endpoint: () => 'Slack has withdrawn something that this version uses. Update this service.',
  method_deprecated: () => 'Slack has withdrawn something that this version uses. Update this service.',
  bad_certificate: () => "The certificate of whoever answered for Slack is not valid. Check the host's clock and the proxy; one that opens TLS needs its certificate in NODE_EXTRA_CA_CERTS.",
  redirected: () => 'Another server answered in place of Slack, such as the sign-in page of a proxy. Let slack.com pass without signing in.',
};

export const SLACK_ADVICE: Record<Language, Advice> = { es, en };
