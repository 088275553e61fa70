/** Tests run as CommonJS through swc; middy is published as ESM only, so it is transformed too. */
const project = (displayName, testMatch, extra = {}) => ({
  displayName,
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testMatch,
  transform: {
    '^.+\\.(t|j|mj)sx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  // middy names only an `import` condition, which Jest's CommonJS resolver does not take.
  moduleNameMapper: { '^@middy/([a-z-]+)$': '<rootDir>/node_modules/@middy/$1/index.js' },
  transformIgnorePatterns: ['node_modules/(?!(@middy|marked|ulid|uuid)/)'],
  ...extra,
});

const PATIENT = { setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'] };

export default {
  projects: [
    project('unit', ['<rootDir>/test/{core,functions,workflows,local,bench,console}/**/*.test.ts?(x)']),
    project('infra', ['<rootDir>/test/infra/**/*.test.ts']),
    project('integration', ['<rootDir>/test/integration/**/*.test.ts'], PATIENT),
    project('e2e', ['<rootDir>/test/e2e/**/*.e2e.test.ts'], PATIENT),
  ],
};
