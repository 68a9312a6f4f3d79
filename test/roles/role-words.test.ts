import { readSettings } from '../../src/config.ts';
import { explainConfiguration } from '../../src/roles/explain-configuration.ts';
import { ROLE_WORDS, type RoleWords } from '../../src/roles/role-words.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { differences, namedIn, type Samples } from '../support/same-names.ts';

const URL_1 = 'http://127.0.0.1:8090';

const samples: Samples<RoleWords> = {
  sandboxAt: [[URL_1]], temporalUiAt: [[URL_1]], healthAt: [[URL_1]], servicesAt: [[URL_1, 'http://127.0.0.1:8087']], gatewayAt: [[URL_1, null], [URL_1, '/srv/vigia/sandbox-key']], keyShownOnce: [['/srv/vigia/sandbox-key']], exampleAlert: [['K7F2-Q9MD']], rolesUp: [[['role_1', 'role_2']]],
  usingTemporal: [['127.0.0.1:7233']], connecting: [['127.0.0.1:7233']], waitingFor: [[['role_1', 'role_2']]], notReleased: [['role_1']], ledgerOfSandbox: [['/srv/vigia/ledger.db']], ledgerOfProduction: [['/srv/vigia/ledger.db']],
  temporalSilent: [['127.0.0.1:7233']], attributesMissing: [['127.0.0.1:7233', 'namespace_1', ['Attribute_1', 'Attribute_2'], 'temporal --namespace namespace_1']],
  roleMissing: [['role_1', '/srv/vigia']], notConfigured: [['Slack']], moreProblems: [[3]], finding: [['slack', 'warning', 'text_1']], problemOver: [['twilio', '20003']],
};

test('starting and running roles is told of in both languages with the same addresses, commands, roles and codes', () => {
  expect(differences(ROLE_WORDS, samples)).toEqual({});
});

test('a configuration that is refused says in both languages what is missing of the providers, with the same variables', () => {
  const { es, en } = explainConfiguration(readSettings({ MCP_MODE: 'production' }, { cwd: temporaryFolder() }), []);
  expect(es.split('\n')).toEqual([
    'Slack no está configurado. Para usarlo, defina:', '  SLACK_BOT_TOKEN: mensajes en Slack',
    'Twilio no está configurado. Para usarlo, defina:', '  TWILIO_ACCOUNT_SID: la cuenta desde la que salen los mensajes', '  TWILIO_API_KEY_SID: la clave con que se hacen las llamadas',
    '  TWILIO_API_KEY_SECRET: el secreto de la clave', '  TWILIO_WHATSAPP_NUMBER: el número del que salen los mensajes de WhatsApp', 'Hay que corregir la configuración:',
  ]);
  expect(namedIn(es)).toEqual(namedIn(en));
});
