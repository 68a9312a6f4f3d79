import { findDirectRecipient, type DirectRoute } from '../../src/domain/direct-recipient.ts';
import { responderById, type Directory, type DirectoryResponder } from '../../src/domain/directory.ts';
import { defaultConfig } from '../config/hospital-folder.ts';

const { directory: whole } = defaultConfig();
const isidora = responderById(whole, 'isidora') as DirectoryResponder;
const bruno = responderById(whole, 'bruno') as DirectoryResponder;

/** Besides the default people: one who is reached by SMS alone, and two who share a phone. */
const directory: Directory = {
  ...whole,
  responders: [
    ...whole.responders,
    { ...isidora, id: 'sms_only', destinations: { 'twilio-sms': '+56911111111' } },
    { ...bruno, id: 'night', destinations: { twilio: 'whatsapp:+56922222222' }, shared: ['twilio'] },
    { ...bruno, id: 'day', destinations: { twilio: 'whatsapp:+56922222222' }, shared: ['twilio'] },
  ],
};

describe('Whom a direct message goes to', () => {
  test.each<[DirectRoute, string, string]>([
    ['slack', 'ana', 'ana'],
    ['twilio', 'ana', 'ana'],
    ['twilio-sms', 'ana', 'ana'],
    ['twilio', 'whatsapp:+1234567890', 'gabriela'],
    ['twilio', '+1234567890', 'gabriela'],
    ['twilio-sms', '+1234567890', 'gabriela'],
    ['twilio-sms', '+56911111111', 'sms_only'],
    ['slack', 'U0VIGIA0001', 'ana'],
    ['twilio', 'night', 'night'],
  ])('by %s, %s is the person %s', (route, to, responder) => {
    expect(findDirectRecipient(directory, { route, to })).toEqual({ recipient: { kind: 'responder', responder } });
  });

  test.each([['#medical-alerts'], ['C0VIGIA0001']])('in Slack, %s is a channel', (to) => {
    expect(findDirectRecipient(directory, { route: 'slack', to })).toEqual({ recipient: { kind: 'channel', channel: 'medical_alerts' } });
  });

  test.each<[DirectRoute, string, string, string]>([
    ['twilio', 'whatsapp:+56999999999', 'a number of nobody', 'unknown_recipient'],
    ['twilio-sms', '+56999999999', 'a number of nobody', 'unknown_recipient'],
    ['slack', 'U0STRANGER1', 'a user of nobody', 'unknown_recipient'],
    ['slack', '#general', 'a channel that isn’t there', 'unknown_recipient'],
    ['slack', 'C0STRANGER1', 'a channel that isn’t there', 'unknown_recipient'],
    ['slack', 'medical-alerts', 'a channel without its #', 'unknown_recipient'],
    ['slack', '', 'nothing', 'unknown_recipient'],
    ['twilio', 'Ana Rojas', 'a name', 'unknown_recipient'],
    ['twilio', '+1 415 555 0101', 'a number with spaces in it', 'unknown_recipient'],
    ['slack', '+14155550101', 'a number', 'wrong_address'],
    ['slack', 'whatsapp:+14155550101', 'a number', 'wrong_address'],
    ['twilio', '#medical-alerts', 'a channel', 'wrong_address'],
    ['twilio-sms', 'U0VIGIA0001', 'a Slack user', 'wrong_address'],
    ['twilio-sms', 'whatsapp:+14155550101', 'a WhatsApp address', 'wrong_address'],
    ['twilio', 'sms_only', 'somebody who has no WhatsApp', 'no_destination'],
    ['slack', 'sms_only', 'somebody who isn’t in Slack', 'no_destination'],
    ['twilio', '+56911111111', 'a number that takes SMS alone', 'no_destination'],
    ['twilio', 'whatsapp:+56922222222', 'a phone that two people share', 'several_people'],
  ])('by %s, %j is %s: %s', (route, to, _what, refused) => {
    expect(findDirectRecipient(directory, { route, to })).toEqual({ refused });
  });
});
