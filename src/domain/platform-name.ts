/** The services that carry our messages. */
export const PLATFORM_NAMES = ['slack', 'twilio', 'whatsapp-web'] as const;

export type PlatformName = (typeof PLATFORM_NAMES)[number];

/** A way to reach somebody: a platform, or SMS on Twilio, which is a route of its own because it needs no data connection. */
export const ROUTES = ['slack', 'twilio', 'twilio-sms', 'whatsapp-web'] as const;

export type Route = (typeof ROUTES)[number];

/** The platform that carries a route. */
export function platformOf(route: Route): PlatformName {
  return route === 'twilio-sms' ? 'twilio' : route;
}
