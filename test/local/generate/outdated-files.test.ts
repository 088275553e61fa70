import { outdatedFiles } from '../../../local/generate/outdated-files.ts';

const missing = () => {
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
};

describe('outdatedFiles', () => {
  it('names what is missing and what differs, and nothing that is as it should be', async () => {
    const generate = () => ['new.json', 'old.json', 'same.json'].map((path) => ({ path, text: 'now' }));
    const read = (path: string) => (path === 'new.json' ? missing() : path === 'old.json' ? 'before' : 'now');

    const outdated = await outdatedFiles([generate], read);

    expect(outdated.map(({ path }) => path)).toEqual(['new.json', 'old.json']);
  });

  it('refuses two generators that write one file', async () => {
    const generate = () => [{ path: 'same.json', text: 'now' }];

    await expect(outdatedFiles([generate, generate], missing)).rejects.toThrow('two generators write same.json');
  });

  it('does not take an unreadable file for a missing one', async () => {
    const read = () => {
      throw Object.assign(new Error('not allowed'), { code: 'EACCES' });
    };

    await expect(outdatedFiles([() => [{ path: 'a', text: '' }]], read)).rejects.toThrow('not allowed');
  });
});
