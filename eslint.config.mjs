import tseslint from 'typescript-eslint';

// What each room may import of the others (docs/flow.md). Roles never import each other's inside: they meet on the stream and in the store.
const rooms = {
  contracts: [],
  platform: ['contracts'],
  analysis: ['contracts'],
  stream: ['contracts', 'platform'],
  store: ['contracts', 'platform'],
  collector: ['contracts', 'platform', 'stream', 'analysis'],
  detectors: ['contracts'],
  engine: ['contracts', 'platform', 'analysis', 'detectors', 'stream', 'store'],
  replay: ['contracts', 'platform', 'stream', 'store', 'engine'],
  alerts: ['contracts', 'platform', 'stream', 'store'],
  archive: ['contracts', 'platform', 'stream', 'store'],
  console: ['contracts', 'platform', 'store', 'stream', 'replay', 'analysis', 'alerts', 'detectors'],
  dashboards: ['contracts'],
};
const all = [...Object.keys(rooms), 'cli', 'deploy', 'test'];

const forbid = (names, why) => ({
  'no-restricted-imports': ['error', { patterns: [{ regex: `^(\\.\\./)+(${names.join('|')})(/|$)`, message: why }] }],
});

const borders = Object.entries(rooms).map(([room, allowed]) => ({
  files: [`${room}/**/*.ts`, `${room}/**/*.tsx`],
  ignores: ['**/*.test.ts'],
  rules: forbid(
    all.filter((name) => name !== room && !allowed.includes(name)),
    `${room}/ may import ${allowed.length ? allowed.join(', ') : 'nothing of ours'}`,
  ),
}));

// Detectors and the engine core are pure: same events, same findings (docs/flow.md).
const pure = {
  files: ['detectors/**/*.ts', 'engine/core/**/*.ts', 'engine/baselines/**/*.ts'],
  ignores: ['**/*.test.ts', 'detectors/catalogue.ts'],
  rules: {
    'no-restricted-globals': [
      'error',
      'process',
      'fetch',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'performance',
      'crypto',
      'Date',
    ],
    'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
  },
};

export default tseslint.config(
  { ignores: ['build/', 'node_modules/', 'data/', 'coverage/', '**/*.cjs', '**/*.mjs', 'bin/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'always' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'platform/config is the only reader of process.env',
        },
      ],
      eqeqeq: 'error',
    },
  },
  ...borders,
  pure,
  // Its configuration is Vite's, and belongs to no program.
  { ignores: ['console/web/vite.config.ts'] },
  { files: ['platform/**/*.ts', 'test/**/*.ts', '**/*.test.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
