import { TWILIO_CHECK_WORDS, type TwilioCheckWords } from '../../../src/platforms/twilio/check-words.ts';
import { differences, type Samples } from '../../support/same-names.ts';

const samples: Samples<TwilioCheckWords> = {
  slow: [[20]], accountClosed: [['status_1']], accountUnread: [['20003']], templatesUnread: [['20003']], templateMissing: [['vigia_page_es_v1']],
  templatePending: [['vigia_page_es_v1', 'approval_1']], templateRefused: [['vigia_page_es_v1', 'approval_1']], refused: [['20003']], failed: [['20404']],
};

test('what Twilio\'s credentials lack is told in both languages with the same codes, names and addresses', () => {
  expect(differences(TWILIO_CHECK_WORDS, samples)).toEqual({});
});
