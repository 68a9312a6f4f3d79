import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { claimPort, isPortOpen } from '../../src/launch/ports.ts';

const wanted = (port: number, bind = '127.0.0.1'): Parameters<typeof claimPort>[0] => ({ port, bind, variable: 'VIGIA_GATEWAY_PORT' });

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

test('0 takes a free port, which is free to listen on after that', async () => {
  const port = await claimPort(wanted(0));
  expect(port).toBeGreaterThan(0);
  expect(await claimPort(wanted(port))).toBe(port);
});

test('a port in use is one sentence in either language with the port, who has it, and the variable that changes it', async () => {
  const code = "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))";
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number(String((await once(child.stdout, 'data'))[0]));
  const failure: unknown = await claimPort(wanted(port)).catch((error: unknown) => error);
  child.kill();
  await once(child, 'exit');
  expect(failure).toMatchObject({
    name: 'StartUpError',
    message: `Port ${port} is in use by node (process ${child.pid}): stop it, or choose another port with VIGIA_GATEWAY_PORT (0 takes any free one).`,
    said: {
      es: `node (proceso ${child.pid}) ya usa el puerto ${port}: deténgalo, o elija otro puerto con VIGIA_GATEWAY_PORT (0 toma uno libre).`,
      en: `Port ${port} is in use by node (process ${child.pid}): stop it, or choose another port with VIGIA_GATEWAY_PORT (0 takes any free one).`,
    },
  });
});

test('an address that this machine does not have is one sentence', async () => {
  await expect(claimPort(wanted(0, '192.0.2.1'))).rejects.toThrow('192.0.2.1 is not an address of this machine: correct VIGIA_BIND.');
});

test('a port is open while somebody listens on it', async () => {
  const { server, port } = await listen();
  expect(await isPortOpen(port, '127.0.0.1')).toBe(true);
  server.close();
  await once(server, 'close');
  expect(await isPortOpen(port, '127.0.0.1')).toBe(false);
});
