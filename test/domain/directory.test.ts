import {
  channelByName, channelByPurpose, channelDestination, deskFor, destinationOf, destinationsOf, isWithinContactHours, linkFor, mayContact, responderById,
  responderBySlackUser, respondersByPhone,
} from '../../src/domain/directory.ts';
import type { Directory, DirectoryResponder } from '../../src/domain/directory.ts';
import { defaultConfig } from '../config/hospital-folder.ts';

const { directory } = defaultConfig();
const isidora = responderById(directory, 'isidora') as DirectoryResponder;

describe('people', () => {
  test('are found by id, and unknown ones are not', () => {
    expect(responderById(directory, 'hugo')).toMatchObject({ name: 'Dr. Hugo Fuentes', language: 'en', timeZone: 'America/Santiago' });
    expect(responderById(directory, 'nobody')).toBeNull();
  });

  test('are found by Slack user', () => {
    expect(responderBySlackUser(directory, 'U0VIGIA0001')?.id).toBe('ana');
    expect(responderBySlackUser(directory, 'U0STRANGER1')).toBeNull();
  });

  test('are found by phone, with or without the WhatsApp scheme', () => {
    for (const phone of ['whatsapp:+1234567890', '+1234567890']) expect(respondersByPhone(directory, phone).map(({ id }) => id)).toEqual(['gabriela']);
    expect(respondersByPhone(directory, '+14155559999')).toEqual([]);
  });

  test('who share a phone are all found', () => {
    const twin: DirectoryResponder = { ...isidora, id: 'twin', destinations: { 'twilio-sms': '+14155550101' }, shared: ['twilio-sms'] };
    const shared: Directory = { ...directory, responders: [...directory.responders, twin] };
    expect(respondersByPhone(shared, 'whatsapp:+14155550101').map(({ id }) => id)).toEqual(['ana', 'twin']);
  });

  test('are reached by the routes they have, in the order asked for', () => {
    expect(destinationOf(isidora, 'twilio-sms')).toEqual({ platform: 'twilio', kind: 'person', address: '+14155550109' });
    expect(destinationOf(isidora, 'whatsapp-web')).toBeNull();
    expect(destinationsOf(isidora, ['whatsapp-web', 'twilio', 'slack']).map(({ route }) => route)).toEqual(['twilio', 'slack']);
  });
});

describe('channels', () => {
  test.each([['medical_alerts', '#medical-alerts'], ['lpp_notifications', '#lpp-notifications'], ['emergency_escalation', '#emergency-escalation'], ['wound_care_team', '#wound-care-team']])('%s is %s', (purpose, name) => {
    const channel = channelByPurpose(directory, purpose);
    expect(channel?.name).toBe(name);
    expect(channelByName(directory, name)).toBe(channel);
    expect(channelByName(directory, name.slice(1))).toBe(channel);
  });

  test('that are unknown are not found', () => {
    expect(channelByPurpose(directory, 'gossip')).toBeNull();
    expect(channelByName(directory, '#gossip')).toBeNull();
  });

  test('are no persons', () => {
    const channel = channelByPurpose(directory, 'medical_alerts');
    expect(channel && channelDestination(channel)).toEqual({ platform: 'slack', kind: 'channel', address: 'C0VIGIA0001' });
  });
});

describe('contact hours', () => {
  test.each([
    ['2026-11-24T10:29:59Z', false, 'a second before they open, on a Tuesday'],
    ['2026-11-24T10:30:00Z', true, 'as they open'],
    ['2026-11-24T21:59:59Z', true, 'a second before they close'],
    ['2026-11-24T22:00:00Z', false, 'as they close'],
    ['2026-11-28T15:00:00Z', false, 'on a Saturday'],
    ['2026-07-07T11:29:00Z', false, 'in winter, when the clock is an hour behind'],
    ['2026-07-07T11:30:00Z', true, 'in winter, as they open'],
  ])('at %s are open: %s (%s)', (at, open) => {
    expect(isWithinContactHours(isidora, 'twilio', new Date(at))).toBe(open);
    expect(mayContact(isidora, 'twilio', 'high', new Date(at))).toBe(open);
  });

  test('hold back nothing that is critical', () => {
    expect(mayContact(isidora, 'twilio', 'critical', new Date('2026-11-28T15:00:00Z'))).toBe(true);
  });

  test('hold back no other route', () => {
    expect(mayContact(isidora, 'slack', 'low', new Date('2026-11-28T15:00:00Z'))).toBe(true);
  });

  test('over midnight belong to the day they open on', () => {
    const night: DirectoryResponder = { ...isidora, contactHours: { slack: [{ days: ['fri'], from: '22:00', to: '06:00' }] } };
    expect(isWithinContactHours(night, 'slack', new Date('2026-11-28T05:00:00Z'))).toBe(true);
    expect(isWithinContactHours(night, 'slack', new Date('2026-11-27T05:00:00Z'))).toBe(false);
    expect(isWithinContactHours(night, 'slack', new Date('2026-11-28T09:00:00Z'))).toBe(false);
  });

  test("are read in the person's own time zone", () => {
    const abroad: DirectoryResponder = { ...isidora, timeZone: 'Europe/Madrid' };
    expect(isWithinContactHours(abroad, 'twilio', new Date('2026-11-24T07:00:00Z'))).toBe(true);
  });
});

describe('where to find the patient', () => {
  test('is the desk of the unit, else the hospital\'s', () => {
    expect([deskFor(directory, 'uci'), deskFor(directory, 'traumatologia'), deskFor(directory, null)]).toEqual(['4210', '4100', '4100']);
  });

  test('is a link that carries the code and nothing else', () => {
    expect(linkFor(directory, 'K7F2-Q9MD')).toBe('https://ficha.hospital.example/lpp/K7F2-Q9MD');
    expect(linkFor({ ...directory, linkTemplate: null }, 'K7F2-Q9MD')).toBeNull();
  });
});
