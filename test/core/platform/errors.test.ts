import { buildSync } from 'esbuild';
import { bundleOptions } from '../../../infra/bundling.ts';

it('keeps the name that workflows retry by when a bundle shortens the names of classes', () => {
  const { outputFiles } = buildSync({ ...bundleOptions, entryPoints: ['core/platform/errors.ts'], write: false });
  const bundle = { exports: { UnavailableError: Error } };
  new Function('module', outputFiles[0]?.text ?? '')(bundle);

  expect(new bundle.exports.UnavailableError('not now').name).toBe('UnavailableError');
});
