import type { Actor } from '../domain/request.ts';
import type { Caller } from './gateway-context.ts';

/** A key that speaks for a responder asks as that responder; one that raises alerts as an agent; any other as who runs the service. */
export function actorOf({ responder, scopes, name }: Pick<Caller, 'responder' | 'scopes' | 'name'>): Actor {
  if (responder !== null) return { kind: 'responder', id: responder };
  return { kind: scopes.includes('alerts:send') ? 'agent' : 'operator', id: name };
}
