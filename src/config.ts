/** The service's settings: environment and *_FILE secrets, read once into a frozen, typed value. */
export { LOG_LEVELS, PORTS, readSettings, usablePlatforms, usableRoutes } from './config/settings.ts';
export type { LogLevel, PortName, Settings } from './config/settings.ts';
export { Secret } from './config/secret.ts';
export { SettingsError } from './config/settings-reader.ts';
export type { Environment } from './config/settings-reader.ts';
export type { MissingSetting, ProviderSettings, SlackCredentials, TwilioCredentials } from './config/settings-providers.ts';
export type { TemporalConnectionOptions, TemporalSettings } from './config/settings-temporal.ts';
