import { OPERATIONS } from '../../local/generate/openapi.ts';
import { synthesise } from './support/synthesised.ts';

const nameOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;

describe('the API and its description', () => {
  const { routes } = synthesise({ stage: 'dev' }).app;

  it('name the same routes', () => {
    expect(routes.map(nameOf).sort()).toEqual(OPERATIONS.map(nameOf).sort());
  });

  it('agree on what anybody may read', () => {
    const open = routes.filter(({ isPublic }) => isPublic).map(nameOf);

    expect(OPERATIONS.filter(({ roles }) => !roles.length).map(nameOf)).toEqual(open);
  });
});
