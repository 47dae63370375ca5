/**
 * Who may import whom. Each rule's comment is what a developer reads when the check is red: it says what to
 * do instead. `test/tooling/imports.test.ts` plants one violation of each rule and expects it reported by
 * that rule alone, so the patterns of two rules must not overlap.
 */
const ROOMS =
  'ingest|asr|rules|actions|redaction|store|delivery|access|issues|feedback|notify|alerts|assist|floor|figures|quality'

/** `contracts`, `platform`, `language` and the pure cores of `rules`, `issues` and `notify` have rules of their own that say all they may import. */
const RULE_CORE = '^server/rules/(compile|engine)/'
const ISSUE_CORE = '^server/issues/(detect|book|contacts)/'
const NOTIFY_CORE = '^server/notify/(core|shapes)/'
const PURE_CORES = [RULE_CORE, ISSUE_CORE, NOTIFY_CORE]
const LANGUAGE = '^server/language/'

/** Files that are started, not imported: by a person, by npm, by a child process or by a page. */
const ENTRY_POINTS = [
  '^server/main\\.ts$',
  '^server/boot/',
  'worker-main\\.ts$',
  '^server/feedback/snippet/',
  '\\.(test|spec|contract|bench|d)\\.ts$',
  '^test/(bench|e2e|fixtures|helpers|tooling)/',
  '^agent-console/',
  '(^|/)[^/]+\\.config\\.(js|ts)$',
  '^\\.dependency-cruiser\\.cjs$',
]

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A cycle means that the files are one file: move what both need into a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rooms-talk-over-the-bus',
      severity: 'error',
      comment:
        'A room never imports another room. Put the message type into server/contracts and publish it.',
      from: { path: `^server/(${ROOMS})/`, pathNot: PURE_CORES },
      to: { path: `^server/(${ROOMS})/`, pathNot: '^server/$1/' },
    },
    {
      name: 'rooms-know-no-app',
      severity: 'error',
      comment: 'Only main.ts, app/ and cli/ wire rooms together. Take what you need as an option.',
      from: { path: `^server/(${ROOMS}|bus)/`, pathNot: PURE_CORES },
      to: { path: '^server/(app/|cli/|main\\.ts)' },
    },
    {
      name: 'rooms-see-bus-interface-only',
      severity: 'error',
      comment: 'Depend on bus/bus.ts; which bus it is, the wiring decides.',
      from: { path: `^server/(${ROOMS})/`, pathNot: PURE_CORES },
      to: { path: '^server/bus/', pathNot: '^server/bus/bus\\.ts$' },
    },
    {
      name: 'bus-knows-no-room',
      severity: 'error',
      comment: 'The bus carries messages and knows nobody who reads them.',
      from: { path: '^server/bus/' },
      to: { path: `^server/(${ROOMS})/` },
    },
    {
      name: 'contracts-import-nothing',
      severity: 'error',
      comment:
        'contracts/ holds types, constants and tiny pure functions: no library, nothing of the server.',
      from: { path: '^server/contracts/' },
      to: { pathNot: ['^server/contracts/', '^server/boot/', '^test/'] },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      comment: 'platform/ must be usable in another project: pass the domain in as an argument.',
      from: { path: '^server/platform/' },
      to: { path: '^server/', pathNot: ['^server/platform/', '^server/boot/'] },
    },
    {
      name: 'language-is-pure',
      severity: 'error',
      comment:
        'language/ works on words alone: no library, file, clock or room. Put data into a module beside the code.',
      from: { path: LANGUAGE },
      to: { pathNot: ['^server/contracts/', LANGUAGE, '^server/boot/', '^test/'] },
    },
    {
      name: 'rule-core-is-pure',
      severity: 'error',
      comment:
        'compile/ and engine/ decide on call time alone; they read no file, clock, socket or log. Of libraries: rxjs; of platform: what the clocks of a zone say at a moment.',
      from: { path: RULE_CORE },
      to: {
        pathNot: [
          '^server/contracts/',
          LANGUAGE,
          '^server/rules/(compile|engine)/',
          '^server/rules/file/schema\\.ts$',
          '^server/platform/zone-offset\\.ts$',
          '^server/boot/',
          '^test/',
          'node_modules/rxjs/',
        ],
      },
    },
    {
      name: 'issue-core-is-pure',
      severity: 'error',
      comment:
        'detect/, book/ and contacts/ decide on the time of the contacts alone: contracts, language and itself; no library, file, clock or log.',
      from: { path: ISSUE_CORE },
      to: { pathNot: ['^server/contracts/', LANGUAGE, ISSUE_CORE, '^server/boot/', '^test/'] },
    },
    {
      name: 'notify-core-is-pure',
      severity: 'error',
      comment:
        'core/ and shapes/ decide on given times and make bodies of what they are given: contracts and itself; no library, file, clock or log.',
      from: { path: NOTIFY_CORE },
      to: { pathNot: ['^server/contracts/', NOTIFY_CORE, '^server/boot/', '^test/'] },
    },
    {
      name: 'nats-lives-in-bus',
      severity: 'error',
      comment: 'One place to change when the broker changes.',
      from: { pathNot: ['^server/bus/', '^server/contracts/', LANGUAGE, ...PURE_CORES, '^test/'] },
      to: { path: '(^|node_modules/)@nats-io/' },
    },
    {
      name: 'native-calls-live-in-asr',
      severity: 'error',
      comment: 'Native code can end the process, so only the recognition worker loads it.',
      from: { pathNot: ['^server/asr/', '^server/contracts/', LANGUAGE, ...PURE_CORES, '^test/'] },
      to: { path: 'node_modules/(koffi|vosk)/' },
    },
    {
      name: 'nothing-imports-boot',
      severity: 'error',
      comment:
        'boot/ is plain JavaScript that runs before anything is installed; it is started, not imported.',
      from: { path: '^(server|agent-console)/', pathNot: '^server/boot/' },
      to: { path: '^server/boot/' },
    },
    {
      name: 'boot-needs-nothing',
      severity: 'error',
      comment:
        'boot/ runs on a bare clone: node: modules and its own files only. Start main.ts as a child instead.',
      from: { path: '^server/boot/' },
      to: { dependencyTypesNot: ['core'], pathNot: ['^server/boot/', '^test/'] },
    },
    {
      name: 'console-sees-contract-types-only',
      severity: 'error',
      comment:
        'The browser bundle must not reach server code: import types of server/contracts, nothing else.',
      from: { path: '^agent-console/' },
      to: { path: '^server/', pathNot: ['^server/contracts/', '^server/boot/'] },
    },
    {
      name: 'console-imports-no-contract-values',
      severity: 'error',
      comment: "Write 'import type': a value import would put server code into the browser bundle.",
      from: { path: '^agent-console/', pathNot: '^agent-console/[^/]+\\.config\\.ts$' },
      to: { path: '^server/contracts/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-knows-no-console',
      severity: 'error',
      comment: 'The server serves the built console from a folder; it never imports its source.',
      from: { path: '^server/', pathNot: ['^server/(contracts|boot)/', LANGUAGE, ...PURE_CORES] },
      to: { path: '^agent-console/' },
    },
    {
      name: 'nothing-imports-test',
      severity: 'error',
      comment: 'Test code never runs in production; move what both need to its room.',
      from: { pathNot: ['^test/', '^vitest\\.config\\.ts$'] },
      to: { path: '^test/' },
    },
    {
      name: 'no-test-imports-test',
      severity: 'error',
      comment: 'Share through test/helpers or test/fixtures.',
      from: { path: '^test/' },
      to: { path: '^test/.*\\.test\\.ts$' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      comment: 'Declare the package in package.json: a package that another one brings along can vanish.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'server-needs-no-dev-packages',
      severity: 'error',
      comment: 'The server runs where development packages are not installed; make it a dependency.',
      from: { path: '^server/', pathNot: ['^server/(contracts|boot)/', LANGUAGE, ...PURE_CORES] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'An import that cannot be resolved is invisible to every other rule.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nobody imports this file and it imports nobody: delete it.',
      from: { orphan: true, pathNot: ENTRY_POINTS },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
}
