import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { detectionSchema } from '../../src/domain/detection.ts';
import { planFor } from '../../src/domain/triage.ts';
import { defaultConfig } from './hospital-folder.ts';

const FOLDER = join(__dirname, '../../examples/detections');
const { policy, directory } = defaultConfig();

describe('the example detections', () => {
  test.each([
    ['stage-0', 'record', 'low'], ['stage-1', 'list', 'low'], ['stage-2', 'page', 'medium'], ['stage-3', 'page', 'high'], ['stage-4', 'page', 'critical'],
    ['unstageable', 'page', 'critical'], ['deep-tissue', 'page', 'high'], ['mucosal', 'page', 'high'], ['low-confidence', 'page', 'high'],
    ['wound-at-stage-2', 'page', 'medium'], ['wound-at-stage-4', 'page', 'critical'],
  ])('%s is handled as %s, %s', (name, mode, severity) => {
    const detection = detectionSchema.parse(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')));
    const plan = planFor(policy, detection);
    expect(plan).toMatchObject({ mode, severity });
    expect(plan.reasons.includes('low_confidence_reviewer')).toBe(name === 'low-confidence');
    expect(directory.units.map(({ id }) => id)).toContain(detection.unit);
  });

  test('are all tested here', () => {
    expect(readdirSync(FOLDER)).toHaveLength(11);
  });

  test('name one wound in two of them, and none in the others: each of those is an alert however often it is raised', () => {
    const wounds = readdirSync(FOLDER).map((file) => detectionSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')))).filter(({ patientRef }) => patientRef !== undefined);
    expect(wounds.map(({ stage }) => stage)).toEqual([2, 4]);
    expect(new Set(wounds.map(({ patientRef, bodySite }) => `${patientRef} ${bodySite}`)).size).toBe(1);
  });
});
