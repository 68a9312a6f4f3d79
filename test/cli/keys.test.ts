import { temporaryFolder } from '../support/temp-folder.ts';
import { runVigia, vigiaJson } from './run-vigia.ts';

interface Key {
  id: string;
  key?: string;
  name: string;
  scopes: string[];
  responder: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  state: string;
}

const HOUR_MS = 3_600_000;

describe('API keys', () => {
  const home = temporaryFolder();
  const listed = async (): Promise<Key[]> => (await vigiaJson<{ keys: Key[] }>(home, ['keys', 'list'])).keys;

  test('a key is shown once, and listed without its secret', async () => {
    const made = await runVigia(home, ['keys', 'create', 'vigia-ai', '--scope', 'alerts:read', 'alerts:send', '--lang', 'en']);
    expect(made).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^Key [a-z0-9]{12} for vigia-ai\. It is shown this once; keep it now:\nvigia_[a-z0-9]{12}_[\w-]{43}\n$/) as string });
    const list = await runVigia(home, ['keys', 'list', '--lang', 'en']);
    expect(list.stdout).toMatch(/^id +name +scopes +state +ends +last used\n[a-z0-9]{12} +vigia-ai +alerts:read alerts:send +valid +never +never\n$/);
    expect(list.stdout).not.toContain(/_([\w-]{43})\n/.exec(made.stdout)?.[1]);
    expect((await runVigia(home, ['keys', 'list'])).stdout).toMatch(/vale +nunca +nunca/);
  });

  test('a key that takes alerts speaks for one responder, and may end by itself', async () => {
    const key = await vigiaJson<Key>(home, ['keys', 'create', 'ana-console', '--scope', 'alerts:ack', '--as', 'ana', '--expires', '90 d']);
    expect(key).toMatchObject({ name: 'ana-console', scopes: ['alerts:ack'], responder: 'ana', state: 'valid', key: expect.stringMatching(/^vigia_/) as string });
    expect(Date.parse(key.expiresAt ?? '') - Date.now()).toBeGreaterThan(89.9 * 24 * HOUR_MS);
    expect(await listed()).toHaveLength(2);
  });

  test.each([
    ['nothing to do', ['vigia-ai'], 4, /no permite nada/],
    ['raising and taking at once', ['vigia-ai', '--scope', 'alerts:send', 'alerts:ack', '--as', 'ana'], 4, /Haga dos claves/],
    ['taking for nobody', ['vigia-ai', '--scope', 'alerts:ack'], 4, /Diga por quién con --as/],
    ['a person without taking', ['vigia-ai', '--scope', 'alerts:read', '--as', 'ana'], 4, /--as es solo para una clave con alerts:ack/],
    ['a person that there is not', ['vigia-ai', '--scope', 'alerts:ack', '--as', 'nadie'], 4, /Nadie tiene el identificador nadie/],
    ['a name of several words', ['Vigia AI', '--scope', 'alerts:read'], 4, /El nombre de una clave/],
    ['the name of the sandbox\'s own', ['sandbox', '--scope', 'alerts:read'], 4, /La clave sandbox es de la simulación/],
    ['a scope that there is not', ['vigia-ai', '--scope', 'everything'], 2, /alerts:read/],
    ['an end that is no duration', ['vigia-ai', '--scope', 'alerts:read', '--expires', 'soon'], 2, /--expires lleva una duración/],
  ])('a key with %s is refused in plain words', async (_, args, code, words) => {
    expect(await runVigia(home, ['keys', 'create', ...args])).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(words) as string });
    expect(await listed()).toHaveLength(2);
  });

  test('rotated, it has a successor with its rights, and goes on for the overlap', async () => {
    const [old] = await listed();
    const next = await vigiaJson<Key>(home, ['keys', 'rotate', old?.id ?? '', '--overlap', '2 h']);
    expect(next).toMatchObject({ name: old?.name, scopes: old?.scopes, expiresAt: null });
    expect(next.id).not.toBe(old?.id);
    const [rotated] = await listed();
    expect(rotated).toMatchObject({ id: old?.id, state: 'valid' });
    const leftMs = Date.parse(rotated?.expiresAt ?? '') - Date.now();
    expect(leftMs).toBeGreaterThan(1.9 * HOUR_MS);
    expect(leftMs).toBeLessThanOrEqual(2 * HOUR_MS);
  });

  test('a name that a valid key has is refused, with the way to change that key; once it has ended the name is free', async () => {
    const { id } = await vigiaJson<Key>(home, ['keys', 'create', 'other-program', '--scope', 'alerts:read']);
    const again = (): ReturnType<typeof runVigia> => runVigia(home, ['keys', 'create', 'other-program', '--scope', 'alerts:send']);
    expect(await again()).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining(`npx vigia keys rotate ${id}`) as string });
    await runVigia(home, ['keys', 'revoke', id]);
    expect(await again()).toMatchObject({ code: 0 });
  });

  test('revoked, it is over, and can neither be rotated nor revoked again', async () => {
    const [first] = await listed();
    const id = first?.id ?? '';
    expect(await runVigia(home, ['keys', 'revoke', id])).toMatchObject({ code: 0, stdout: `La clave ${id} ya no vale.\n` });
    expect((await listed())[0]).toMatchObject({ id, state: 'revoked' });
    for (const command of ['rotate', 'revoke']) expect(await runVigia(home, ['keys', command, id])).toMatchObject({ code: 4, stderr: expect.stringContaining('ya no vale') as string });
    expect(await runVigia(home, ['keys', 'revoke', 'nobody'])).toMatchObject({ code: 3, stderr: expect.stringContaining('keys list') as string });
  });
});
