import { NEEDED_SCOPES, SLACK_CHECK_WORDS, USEFUL_SCOPES, type SlackCheckWords } from '../../../src/platforms/slack/check-words.ts';
import { differences, type Samples } from '../../support/same-names.ts';

const scopes: Samples<SlackCheckWords>['lacks'] = [...NEEDED_SCOPES, ...USEFUL_SCOPES].map((scope) => [scope]);
const samples: Samples<SlackCheckWords> = { refused: [['token_revoked']], notAsked: [['http_500']], lacks: scopes, lacksOptional: scopes };

test('what Slack\'s credentials lack is told in both languages with the same scopes, codes and pages', () => {
  expect(differences(SLACK_CHECK_WORDS, samples)).toEqual({});
});
