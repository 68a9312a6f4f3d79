import { createProgress } from '../../src/launch/progress.ts';
import type { ProgressTimers } from '../../src/launch/progress.ts';

function clock(): ProgressTimers & { pass(ms: number): void } {
  let now = 0;
  const ticks = new Set<() => void>();
  return {
    now: () => now,
    every: (_ms, tick) => {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    pass: (ms) => {
      now += ms;
      for (const tick of ticks) tick();
    },
  };
}

function screen(isTTY: boolean): { isTTY: boolean; text: string; write(text: string): void } {
  return {
    isTTY,
    text: '',
    write(text) {
      this.text += text;
    },
  };
}

test('work that is quickly done is not spoken of', async () => {
  const [time, out] = [clock(), screen(false)];
  const result = await createProgress(out, 'en', time).during('Starting', async () => {
    time.pass(1_900);
    return 7;
  });
  expect([result, out.text]).toEqual([7, '']);
});

test('elsewhere than on a terminal there is a line after two seconds, one each ten seconds, and one at the end', async () => {
  const [time, out] = [clock(), screen(false)];
  await createProgress(out, 'en', time).during('Downloading', async (report) => {
    report('3 of 44 MB');
    for (let second = 0; second < 13; second++) time.pass(1_000);
  });
  expect(out.text).toBe('Downloading: 3 of 44 MB …\nDownloading: 3 of 44 MB … (12.0 s so far)\nDownloading: done in 13.0 s\n');
});

test('in Spanish it says the same, with the line that it is given in both languages', async () => {
  const [time, out] = [clock(), screen(false)];
  await createProgress(out, 'es', time).during({ es: 'Descargando', en: 'Downloading' }, async (report) => {
    report({ es: '3 de 44 MB', en: '3 of 44 MB' });
    for (let second = 0; second < 13; second++) time.pass(1_000);
  });
  expect(out.text).toBe('Descargando: 3 de 44 MB …\nDescargando: 3 de 44 MB … (van 12,0 s)\nDescargando: listo en 13,0 s\n');
});

test('on a terminal a line turns, and is wiped before anything else is written', async () => {
  const [time, out] = [clock(), screen(true)];
  const progress = createProgress(out, 'en', time);
  await progress.during('Downloading', async () => {
    time.pass(2_500);
    progress.say('By the way.');
  });
  expect(out.text).toBe('\r\u001B[2K⠋ Downloading (2.5 s)\r\u001B[2KBy the way.\n\r\u001B[2KDownloading: done in 2.5 s\n');
});

test('work that fails is not called done, and the error comes through', async () => {
  const [time, out] = [clock(), screen(false)];
  const work = createProgress(out, 'en', time).during('Downloading', async () => {
    time.pass(3_000);
    throw new Error('cut short');
  });
  await expect(work).rejects.toThrow('cut short');
  expect(out.text).toBe('Downloading …\n');
});
