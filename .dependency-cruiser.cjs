/** Who may import whom: arrows point down and never in a circle. `npm run check` holds it. */
const anywhere = '^src/';
const folder = (name) => `^src/${name}`;

/** Code of `from` may import only itself and the places named. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: anywhere, pathNot: [from, ...to] },
});

const domain = folder('domain/');
const ledgerPort = folder('ledger/ledger\\.ts');
/** What the document's operations mean: all but how they are listed. */
const operations = folder('gateway/operations/(?!operation-listing)');
const toolError = folder('gateway/tool-error\\.ts');
const platformPort = folder('platforms/(platform|platform-error)\\.ts');

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: anywhere, pathNot: ['\\.d\\.ts$', 'page/static/', 'require-node\\.mjs$'] }, to: {} },
    only('domain-is-the-floor', domain, [], 'the domain knows nothing of the rest'),
    {
      name: 'domain-is-pure',
      comment: 'zod for shapes, temporal-polyfill for civil time (docs/adr); no Node, no clock, no I/O',
      severity: 'error',
      from: { path: domain },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'unknown'], pathNot: 'node_modules/(zod|temporal-polyfill)/' },
    },
    only('workflows-orchestrate', folder('workflows/'), [domain, folder('activities/')], 'workflows import the domain, and activities as types'),
    {
      name: 'activities-are-types-to-workflows',
      severity: 'error',
      from: { path: folder('workflows/') },
      to: { path: folder('activities/'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-are-sandbox-safe',
      severity: 'error',
      from: { path: folder('workflows/') },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'], pathNot: 'node_modules/@temporalio/(workflow|common)/' },
    },
    only('platforms-translate', folder('platforms/'), [domain], 'a platform knows the domain and its provider'),
    {
      name: 'platforms-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/platforms/([^/]+)/' },
      to: { path: '^src/platforms/([^/]+)/', pathNot: '^src/platforms/$1/' },
    },
    only('ledger-keeps', folder('ledger/'), [domain, platformPort], 'the ledger knows the domain and what a platform hands back'),
    only('observability-watches', folder('observability/'), [domain], 'logs and heartbeats know the domain'),
    only('activities-use-ports', folder('activities/'), [domain, platformPort, ledgerPort, folder('workflows/messages\\.ts')], 'activities get implementations handed in'),
    only('client-starts-workflows', folder('client(\\.ts|/)'), [domain, folder('workflows/'), ledgerPort, folder('mcp-gateway/')], 'the client is the only way to a workflow'),
    only('mcp-gateway-is-apart', folder('mcp-gateway/'), [operations, toolError], 'what other programs install has nothing of the service but what its operations mean'),
    {
      name: 'mcp-gateway-is-light',
      severity: 'error',
      from: { path: [folder('mcp-gateway/'), operations, toolError] },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'unknown'], pathNot: ['node_modules/@modelcontextprotocol/client/', '^timers/promises$'] },
    },
    only('operations-are-pure', operations, [toolError], 'they are part of what other programs install'),
    {
      name: 'only-the-client-reaches-workflows',
      severity: 'error',
      from: { path: anywhere, pathNot: [folder('workflows/'), folder('client(\\.ts|/)'), folder('activities/'), folder('roles/')] },
      to: { path: folder('workflows/'), dependencyTypesNot: ['type-only'] },
    },
    only('webhooks-take-in', folder('webhooks/'), [domain, folder('client(\\.ts|/)'), ledgerPort, platformPort, folder('workflows/messages\\.ts')], 'webhooks verify, store and hand on'),
    only('gateway-translates', folder('gateway/'), [domain, folder('client(\\.ts|/)'), ledgerPort], 'doors and tools reach alerts by the client, and are given the rest'),
    only('config-decides-nothing', folder('config(\\.ts|/)'), [domain, folder('observability/error-code\\.ts')], 'configuration is read and checked'),
    only('sandbox-is-apart', folder('sandbox/'), [domain, folder('launch/'), folder('config(\\.ts|/)'), folder('observability/')], 'the simulated providers share no code with the platforms they stand for'),
    {
      name: 'roots-are-not-imported',
      severity: 'error',
      from: { path: anywhere },
      to: { path: folder('(server|worker|cli)\\.ts') },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
