import eslint from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const SERVER_CLOCK = 'server/platform/clock.ts'
const CONSOLE_CLOCK = 'agent-console/**/clock.ts'
const ENVIRONMENT = 'server/platform/env.ts'
/** Runs before anything is installed, so it can use nothing of the platform. */
const BOOT = 'server/boot/**'
const CLI = 'server/cli/**'
const TESTS = 'test/**'
const TOOL_SETTINGS = ['*.config.{js,ts}', 'agent-console/*.config.{js,ts}', '.dependency-cruiser.cjs']

const USE_CLOCK = 'Take time from an injected Clock (platform/clock.ts), so that tests can bring their own.'
const USE_SETTINGS = 'Only platform/env.ts reads the environment; take the value as a setting.'

const TIMERS = ['setTimeout', 'setInterval']
const CLOCK_PROPERTIES = [
  { object: 'Date', property: 'now', message: USE_CLOCK },
  { object: 'performance', property: 'now', message: USE_CLOCK },
  { object: 'process', property: 'hrtime', message: USE_CLOCK },
  ...['globalThis', 'window', 'self'].flatMap((object) =>
    TIMERS.map((property) => ({ object, property, message: USE_CLOCK })),
  ),
]
const ENVIRONMENT_PROPERTY = { object: 'process', property: 'env', message: USE_SETTINGS }
const CLOCK_MODULES = [
  'node:timers',
  'node:timers/promises',
  'timers',
  'timers/promises',
  'node:perf_hooks',
].map((name) => ({ name, message: USE_CLOCK }))

const noWallClock = {
  'no-restricted-globals': ['error', ...TIMERS.map((name) => ({ name, message: USE_CLOCK }))],
  'no-restricted-imports': ['error', { paths: CLOCK_MODULES }],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: USE_CLOCK },
  ],
}

export default defineConfig(
  globalIgnores(['node_modules/', '**/dist/', '.earshot/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      // An async method without await keeps an interface's promise: it rejects where it would throw.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      sourceType: 'module',
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable' } } },
  {
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-properties': ['error', ...CLOCK_PROPERTIES, ENVIRONMENT_PROPERTY],
      ...noWallClock,
    },
  },
  {
    files: [SERVER_CLOCK, CONSOLE_CLOCK],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-syntax': 'off',
      'no-restricted-properties': ['error', ENVIRONMENT_PROPERTY],
    },
  },
  { files: [ENVIRONMENT], rules: { 'no-restricted-properties': ['error', ...CLOCK_PROPERTIES] } },
  { files: [BOOT, CLI], rules: { 'no-console': 'off' } },
  {
    files: [BOOT, TESTS, ...TOOL_SETTINGS],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  {
    // The one place that makes branded numbers out of plain ones.
    files: ['server/contracts/time.ts'],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] },
  },
  {
    files: [TESTS],
    rules: {
      'max-lines-per-function': 'off',
      'no-console': 'off',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }],
      // Asymmetric matchers such as expect.any() are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
)
