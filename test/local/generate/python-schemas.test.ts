import { readFileSync } from 'node:fs';
import { pythonSchemas } from '../../../local/generate/python-schemas.ts';

describe('pythonSchemas', () => {
  it.each(pythonSchemas())('$path is what its contract says', ({ path, text }) => {
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('lets the lake hold nothing that the contract does not name', () => {
    const event = pythonSchemas().find(({ path }) => path.endsWith('/LakeEvent.json'));

    expect(JSON.parse(event?.text ?? '{}')).toMatchObject({ title: 'LakeEvent', additionalProperties: false });
  });
});
