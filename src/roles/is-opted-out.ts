import { platformOf, ROUTES } from '../domain/platform-name.ts';
import type { Store } from './open-store.ts';

/** Whether a responder has ended messages to one of the addresses that the directory has of theirs now. */
export async function isOptedOut({ ledger, hospital }: Pick<Store, 'ledger' | 'hospital'>, responder: string): Promise<boolean> {
  const addresses = hospital().responder(responder)?.destinations ?? {};
  for (const route of ROUTES) {
    const address = addresses[route];
    if (address !== undefined && (await ledger.isOptedOut({ platform: platformOf(route), kind: 'person', address }))) return true;
  }
  return false;
}
