/** One command, every test. Types are checked apart (`npm run check:types`), so swc only strips them. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/build/', '<rootDir>/data/'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/data/'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  globalSetup: '<rootDir>/test/support/build-once.cjs',
  testTimeout: 30_000,
  maxWorkers: 2,
};
