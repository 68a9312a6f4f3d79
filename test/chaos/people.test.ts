import { NURSE } from '../../chaos/hospital.ts';
import { People } from '../../chaos/people.ts';
import { clientOf, startSandbox, useCleanup } from '../sandbox/sandbox-rig.ts';
import { startHttpBolt } from '../sandbox/slack/bolt-rig.ts';
import { CODE } from './journal-of-a-round.ts';

const cleanup = useCleanup();
const OTHER = 'K7F2-Q9MD';
const ATTEMPT = '3aba164e-980e-4049-8523-a7390b1e2e9f';

/** The sandbox with the nurse in it, and a service that answers presses and notes them. */
async function start() {
  const bolt = await startHttpBolt(cleanup);
  const slackUsers = [{ id: NURSE.slack, name: 'Ana Rojas', email: 'ana@example.org' }];
  const sandbox = await startSandbox(cleanup, { gatewayUrl: () => bolt.url, directory: { slackUsers, slackChannels: [] } });
  const post = async (text: string, action: string, value: string): Promise<void> => {
    const button = { type: 'button' as const, action_id: action, value, text: { type: 'plain_text' as const, text: 'VOY' } };
    await clientOf(sandbox).chat.postMessage({ channel: NURSE.slack, text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }, { type: 'actions', elements: [button] }] });
  };
  return { people: new People(() => sandbox.url), presses: bolt.presses, post };
}

describe('the nurse of the crash test', () => {
  test('takes an alert that came alone by its own button', async () => {
    const { people, presses, post } = await start();
    await post(`Alerta CRÍTICA · ${CODE}\nSin tomar`, 'vigia_acknowledge', `${CODE}.1.1.ana.slack.page.0`);
    const codes = await people.takenWith(CODE, 'slack');
    expect(codes).toEqual([CODE]);
    expect(await people.take(codes, 'slack')).toBe(true);
    expect(presses).toMatchObject([{ user: NURSE.slack, action: 'vigia_acknowledge' }]);
  });

  test('takes one that came in a digest by the button that takes all of them, for there is no other', async () => {
    const { people, presses, post } = await start();
    await post(`2 alertas hasta CRÍTICA\n${OTHER} · CRÍTICA · Sin tomar\n${CODE} · CRÍTICA · Sin tomar`, 'vigia_acknowledge_all', ATTEMPT);
    const codes = await people.takenWith(CODE, 'slack');
    expect(codes).toEqual([OTHER, CODE]);
    expect(await people.take(codes, 'slack')).toBe(true);
    expect(presses).toMatchObject([{ user: NURSE.slack, action: 'vigia_acknowledge_all', value: ATTEMPT }]);
  });

  test('takes by WhatsApp the one whose code they write, however it came', async () => {
    const { people } = await start();
    expect(await people.takenWith(CODE, 'twilio')).toEqual([CODE]);
  });
});
