/** Import direction: arrows point down only (docs/design.md). */
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: 'see docs/design.md, "Layers"',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { path: '^(harness|suites|reports|fixtures)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-imports-suites',
      severity: 'error',
      from: { path: '^(harness|reports|fixtures)/' },
      to: { path: '^suites/' },
    },
    {
      name: 'judges-touch-no-socket',
      severity: 'error',
      from: { path: '^(harness/(checkers|wire|spec)|reports)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(node:)?(net|tls|http|https|http2|dgram|child_process)$|undici' },
    },
    layer('wire-is-pure', '^harness/wire/', '^harness/wire/'),
    layer('spec-is-data', '^harness/spec/', '^harness/spec/'),
    layer('history-below', '^harness/history/', '^harness/(history|wire|spec)/'),
    layer('faults-below', '^harness/faults/', '^harness/(faults|history|wire|spec)/'),
    layer('link-below', '^harness/link/', '^harness/(link|faults|history|wire|spec)/'),
    layer('topology-below', '^harness/topology/', '^harness/(topology|link|faults|history|wire|spec)/'),
    layer('checkers-judge', '^harness/checkers/', '^harness/(checkers|history|wire|spec)/'),
    layer('peer-below', '^harness/peer/', '^harness/(peer|link|history|wire|spec)/'),
    layer('sut-below', '^harness/sut/', '^harness/(sut|peer|link|history|wire|spec)/'),
    layer('engine-below', '^harness/engine/', '^harness/(engine|sut|peer|link|faults|checkers|history|wire|spec)/'),
    layer(
      'matrix-below',
      '^harness/matrix/',
      '^harness/(matrix|engine|sut|peer|link|faults|checkers|history|wire|spec)/',
    ),
    layer(
      'reports-see-results',
      '^reports/',
      '^reports/|^harness/(engine/(result|case)|matrix/(result|outcome)|checkers/checker|faults|history|wire|spec)',
    ),
    layer('gold-stands-alone', '^fixtures/servers/gold/', '^fixtures/servers/gold/'),
    layer('gold-client-stands-alone', '^fixtures/clients/gold/', '^fixtures/clients/gold/'),
    layer(
      'server-mutants-are-gold',
      '^fixtures/mutants/servers/',
      '^fixtures/(mutants/(servers/|mutant)|servers/gold/)',
    ),
    layer(
      'client-mutants-are-gold',
      '^fixtures/mutants/clients/',
      '^fixtures/(mutants/(clients/|client-mutant)|clients/gold/)',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|node_modules)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
