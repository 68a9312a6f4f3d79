import { DIRECTORY_WORDS, type DirectoryWords } from '../../src/config/directory-words.ts';
import { FIELD_WORDS, type FieldWords } from '../../src/config/field-words.ts';
import { FILE_WORDS, type FileWords } from '../../src/config/file-words.ts';
import { ON_CALL_WORDS, type OnCallWords } from '../../src/config/on-call-words.ts';
import { POLICY_WORDS, type PolicyWords } from '../../src/config/policy-words.ts';
import { SCHEMA_WORDS, type SchemaWords } from '../../src/domain/schema-words.ts';
import { differences, type Samples } from '../support/same-names.ts';

const KNOWN = ['role_1', 'role_2'];

const policy: Samples<PolicyWords> = {
  lessSevere: [['severity_1', 'severity_2', 'stage_3']],
  pagesNobody: [['severity_1']],
  promotesNowhere: [['severity_1']],
  personUnlisted: [['person_1']],
  roleUnlisted: [['role_3', KNOWN]],
  needsTooMany: [[3, 2]],
  needsUnaddressed: [['role_1']],
  routeTwice: [['route_1']],
  routeNotConfigured: [['route_1', 'platform_1', false], ['route_1', 'platform_1', true]],
  channelUnlisted: [['purpose_1', ['purpose_2', 'purpose_3']], ['purpose_1', []]],
};

const directory: Samples<DirectoryWords> = {
  roleUnlisted: [['role_3', KNOWN]],
  tooFewWays: [['way_1'], [null]],
  addressOfOthers: [[['person_1', 'person_2']]],
  channelTwice: [['purpose_1']],
};

const onCall: Samples<OnCallWords> = {
  overlaps: [[3]],
  nothingToStandInFor: [['role_1', null], ['role_1', 'unit_1']],
  roleUnlisted: [['role_3', KNOWN]],
  unitUnlisted: [['unit_1', ['unit_2']], ['unit_1', []]],
  personUnlisted: [['person_1']],
  notTheirRole: [['person_1', 'role_1']],
  nobodyFor: [['role_1']],
  hole: [['role_1', '2026-12-24 20:00', '2026-12-25 08:00', 'America/Santiago', 14]],
};

const files: Samples<FileWords> = {
  missing: [['/srv/vigia/config-1']],
  unreadable: [['E_CODE']],
  tooLarge: [[257, 256]],
  tooManyAliases: [[100]],
  notYaml: [],
};

const fields: Samples<FieldWords> = {
  isKind: [['kind_1']],
  add: [['kind_1'], [null]],
  addOneOf: [['value_1, value_2']],
  wrongKind: [['kind_1', 'kind_2', false], ['kind_1', 'kind_2', true]],
  isValue: [['"value_1"']],
  writeOneOf: [['value_1, value_2']],
  writeKind: [['kind_1']],
  tooFew: [['1']],
  tooMany: [['10']],
  tooSmall: [['1', true], ['0', false]],
  tooLarge: [['10']],
};

const schemas: Samples<SchemaWords> = { notADuration: [['5']] };

test.each([
  ['a policy', () => differences(POLICY_WORDS, policy)],
  ['the directory', () => differences(DIRECTORY_WORDS, directory)],
  ['the rota', () => differences(ON_CALL_WORDS, onCall)],
  ['a file as a whole', () => differences(FILE_WORDS, files)],
  ['a field', () => differences(FIELD_WORDS, fields)],
  ['what the domain reads of a file', () => differences(SCHEMA_WORDS, schemas)],
])('what can be wrong with %s is worded in both languages, and both name the same', (_, differ) => {
  expect(differ()).toEqual({});
});

test('each thing that the YAML parser can say has Spanish words of its own, and each says what to do', () => {
  const codes = ['BAD_INDENT', 'MISSING_CHAR', 'TAB_AS_INDENT', 'UNEXPECTED_TOKEN', 'BLOCK_IN_FLOW'] as const;
  const told = codes.map((code) => FILE_WORDS.es.notYaml(code, 'The words of the parser'));
  expect(new Set(told.map(({ problem }) => problem)).size).toBe(codes.length);
  expect(told.filter(({ problem, hint }) => !/^Esto no es YAML: [a-z]/.test(problem) || !/^(?:Use|Revise) .*\.$/.test(hint))).toEqual([]);
  expect(FILE_WORDS.en.notYaml('BAD_INDENT', 'The words of the parser').problem).toBe('This is not YAML: The words of the parser');
});
