import type { DeliveryState } from '../domain/delivery-state.ts';
import type { Language } from '../domain/people.ts';

/** What `vigia message` says. */
export interface MessageWords {
  to: string;
  by: string;
  acceptedAt: string;
  about: string;
  /** Not sent: this alert tells the same person. */
  alreadyTold: (alert: string) => string;
  /** This alert's page goes out in its place. */
  asPage: (alert: string) => string;
  state: Record<DeliveryState, string>;
  media: string;
  /** Over the text: it was never on a platform. */
  text: string;
  removed: string;
  /** Of an alert: over what programs wrote with it. */
  withAlert: (code: string) => string;
  nothingWithAlert: (code: string) => string;
}

const es: MessageWords = {
  to: 'para', by: 'de', acceptedAt: 'recibido a las', about: 'sobre la alerta',
  alreadyTold: (alert) => `no se envió: la alerta ${alert} ya le avisa a la misma persona`,
  asPage: (alert) => `en su lugar sale el aviso de la alerta ${alert}`,
  state: {
    pending: 'por enviar', sending: 'enviándose', uncertain: 'no se sabe si llegó', failed_temporary: 'se intenta otra vez', sent: 'aviso enviado', delivered: 'aviso entregado', read: 'aviso leído',
    failed_permanent: 'el aviso no se pudo entregar',
  },
  media: 'imagen', text: 'Dice (solo el aviso salió por la plataforma, este texto no):', removed: '(el texto ya fue borrado)',
  withAlert: (code) => `Con la alerta ${code} se guardó lo que escribieron los programas (no salió por ninguna plataforma):`,
  nothingWithAlert: (code) => `Con la alerta ${code} no hay nada escrito por un programa.`,
};

const en: MessageWords = {
  to: 'to', by: 'from', acceptedAt: 'taken in at', about: 'about alert',
  alreadyTold: (alert) => `not sent: alert ${alert} tells the same person already`,
  asPage: (alert) => `the page of alert ${alert} goes out in its place`,
  state: {
    pending: 'to be sent', sending: 'being sent', uncertain: 'unknown whether it arrived', failed_temporary: 'tried again', sent: 'notice sent', delivered: 'notice delivered', read: 'notice read',
    failed_permanent: 'the notice could not be delivered',
  },
  media: 'image', text: 'It says (only the notice went by the platform, not this text):', removed: '(the text has been removed)',
  withAlert: (code) => `Kept with alert ${code} is what programs wrote (it went by no platform):`,
  nothingWithAlert: (code) => `Nothing that a program wrote is kept with alert ${code}.`,
};

export const MESSAGE_WORDS: Record<Language, MessageWords> = { es, en };
