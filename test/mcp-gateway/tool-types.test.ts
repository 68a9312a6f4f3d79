import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { renderToolTypes } from '../../scripts/extract-tool-types.ts';
import { TOOLS } from '../../src/gateway/registry.ts';

test("the client's types are those of the registry: `node scripts/extract-tool-types.ts` writes them anew", () => {
  const written = readFileSync(join(resolve(import.meta.dirname, '../..'), 'src/mcp-gateway/tool-types.generated.ts'), 'utf8');
  expect(written).toBe(renderToolTypes(TOOLS));
});
