import type { SendInput } from '../../src/activities/activity-inputs.ts';
import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { sendNotification } from '../../src/activities/send-notification.ts';
import { Unrecorded } from '../../src/activities/unrecorded.ts';
import type { Destination } from '../../src/domain/people.ts';
import { createHospital } from '../../src/domain/hospital.ts';
import type { SqliteStore } from '../../src/ledger/sqlite-store.ts';
import { defaultConfig } from '../config/hospital-folder.ts';
import { anAlert, aRecord, CODE, sendOne, T0, testLedger, type TestLedger } from '../ledger/fixtures.ts';
import { startTwilioWire, type TwilioWire, type TwilioWireOptions } from './twilio-wire.ts';

const config = defaultConfig();

const hospital = createHospital(config.directory, config.onCall);

/** One process that sends pages of a critical alert at its second revision, and whose ledger can be made read-only. */
export interface UnrecordedRig extends TestLedger {
  wire: TwilioWire;
  deps: ActivityDependencies & { unrecorded: Unrecorded };
  /** Whose limit the page counts against. */
  sender: string;
  readOnly(on: boolean): void;
  /** It is from the next call of the provider on. */
  readOnlyFromNextCall(): void;
  /** Asks for the page once, as Temporal does at each try; a refusal's words where it is to be tried again. */
  ask(turn?: number): Promise<string>;
  /** Somebody has taken the alert, and the ledger knows. */
  acknowledge(): Promise<void>;
  /** Another alert's message leaves by the ledger. */
  useSlot(): Promise<void>;
}

export async function unrecordedRig({ limit = 8, ...wireOptions }: TwilioWireOptions & { limit?: number } = {}): Promise<UnrecordedRig> {
  const test = await testLedger({ limits: () => limit });
  const { ledger, time } = test;
  await ledger.accept(anAlert());
  await ledger.record(aRecord({ revision: 2, round: 1 }), time.now());
  const wire = await startTwilioWire(time, wireOptions);
  const deps: UnrecordedRig['deps'] = {
    ledger, platforms: { twilio: wire.platform }, elsewhere: [], hospital: () => hospital, operator: { tell: () => undefined, isWell: () => undefined },
    unrecorded: new Unrecorded(() => limit), now: () => time.now(), tick: () => time.tick(),
  };
  const sender = wire.platform.senderFor(readerAt(T0).destination);
  const readOnly = (on: boolean): void => void (ledger.store as SqliteStore).raw.pragma(`query_only = ${on ? 'ON' : 'OFF'}`);
  return {
    ...test, wire, deps, sender, readOnly,
    readOnlyFromNextCall: () => {
      deps.passing = (point) => {
        if (point !== 'call.before') return;
        deps.passing = undefined;
        readOnly(true);
      };
    },
    ask: (turn = 0) => sendNotification(deps, aPage(turn), T0).then(({ outcome }) => outcome, (error: unknown) => (error as Error).message),
    acknowledge: () => ledger.record(aRecord({ revision: 3, round: 1, status: 'acknowledged', acknowledgedBy: 'ana' }), time.now()),
    useSlot: async () => void (await sendOne(test, { code: 'M3NP-R4ST', sender })),
  };
}

/** Whom the page goes to at that time, and where. */
export function readerAt(at: Date): { responder: string; destination: Destination } {
  const found = hospital.addressee({ recipient: aPage().send.recipient, route: 'twilio', unit: null, severity: 'critical', exclude: [], at });
  if ('nobody' in found || found.responder === null) throw new Error('nobody is on call');
  return { responder: found.responder.id, destination: found.destination };
}

/** `turn` tells one page of the step from another. */
export function aPage(turn = 0): SendInput {
  return {
    alert: {
      code: CODE, revision: 2, status: 'notified', severity: 'critical', stage: 4, confidence: 0.9, unit: null, drill: false, round: 1, step: 1, owner: null, offeredTo: [],
      nextDeadline: null, timeline: [],
    },
    send: {
      id: `${CODE}.1.1.primary_nurse.twilio.page.${turn}`, recipient: { kind: 'role', role: 'primary_nurse' }, route: 'twilio', kind: 'page', round: 1, step: 1, deadline: null,
      exclude: [], afterAcknowledgment: false, patient: true, resultSeq: 5 + turn,
    },
  };
}
