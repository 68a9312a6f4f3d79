import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inBoth } from '../domain/in-both.ts';
import { errorCodeOf } from '../observability/error-code.ts';
import { LAUNCH_WORDS } from './launch-words.ts';
import { listenerOf } from './process-table.ts';
import { StartUpError } from './start-up-error.ts';

export interface PortWanted {
  /** 0 is any free one. */
  port: number;
  /** The address to listen on. */
  bind: string;
  /** The environment variable that chooses the port. */
  variable: string;
}

/**
 * The port itself when it can be listened on, or a free one for 0. The port is let go again: another process can take it in
 * between, which the server that then listens reports by `portError`.
 * @throws StartUpError that names the port, who has it, and the variable that changes it.
 */
export async function claimPort(wanted: PortWanted): Promise<number> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(wanted.port, wanted.bind, resolve));
    return (server.address() as AddressInfo).port;
  } catch (error) {
    throw await portError(wanted, error);
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

/** Why a port can't be listened on, in a sentence. An error of another kind comes back as it is. */
export async function portError({ port, bind, variable }: PortWanted, error: unknown): Promise<unknown> {
  switch (errorCodeOf(error) ?? '') {
    case 'EADDRINUSE': {
      const holder = await listenerOf(port);
      return new StartUpError(inBoth(LAUNCH_WORDS, (words) => words.portInUse(port, holder, variable)));
    }
    case 'EACCES':
      return new StartUpError(inBoth(LAUNCH_WORDS, (words) => words.portNotAllowed(port, variable)));
    case 'EADDRNOTAVAIL':
      return new StartUpError(inBoth(LAUNCH_WORDS, (words) => words.notOurAddress(bind)));
    default:
      return error;
  }
}

/** Whether something accepts connections there now. */
export async function isPortOpen(port: number, host: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ port, host });
    const answer = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
