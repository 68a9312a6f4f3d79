import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractSlackTypes, renderSlackTypes } from '../../../scripts/extract-slack-types.ts';
import { SLACK_TYPES } from '../../../src/sandbox/slack/types.generated.ts';

describe("the schema of Slack's types", () => {
  it('is what the types as installed give', () => {
    const root = join(__dirname, '..', '..', '..');
    const written = readFileSync(join(root, 'src/sandbox/slack/types.generated.ts'), 'utf8');
    expect(renderSlackTypes(extractSlackTypes(root))).toBe(written);
  });

  it('knows every block that Slack documents, and takes no other', () => {
    const block = SLACK_TYPES.definitions['AnyBlock'] as { properties: { type: { enum: string[] } } };
    expect(block.properties.type.enum).toEqual(expect.arrayContaining(['section', 'actions', 'header', 'divider', 'context', 'input', 'markdown', 'rich_text']));
  });
});
