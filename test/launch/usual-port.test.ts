import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { usualPort } from '../../src/launch/usual-port.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const any = { port: 0, bind: '127.0.0.1', variable: 'VIGIA_SANDBOX_PORT' };

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return server;
}

test('any free port is the same one at the next start', async () => {
  const home = temporaryFolder();
  const port = await usualPort(home, any);
  expect([await usualPort(home, any), await usualPort(home, any)]).toEqual([port, port]);
});

test('a port that somebody took meanwhile is replaced by a free one', async () => {
  const home = temporaryFolder();
  const port = await usualPort(home, any);
  const taken = await listen(port);
  try {
    expect(await usualPort(home, any)).not.toBe(port);
  } finally {
    taken.close();
  }
});

test('a port that was chosen is that one, and an error when it is taken', async () => {
  const taken = await listen(0);
  const { port } = taken.address() as AddressInfo;
  try {
    await expect(usualPort(temporaryFolder(), { ...any, port })).rejects.toThrow(`Port ${port} is in use`);
  } finally {
    taken.close();
  }
  expect(await usualPort(temporaryFolder(), { ...any, port })).toBe(port);
});

test('what is kept and damaged is as good as nothing', async () => {
  const home = temporaryFolder();
  await usualPort(home, any);
  writeFileSync(join(home, 'ports', any.variable), 'seven');
  expect(await usualPort(home, any)).toBeGreaterThan(0);
});
