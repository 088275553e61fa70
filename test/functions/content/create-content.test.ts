import { type Content, CreateContentRequest } from '../../../core/content/contract.ts';
import type { Completion } from '../../../core/content/generation-contract.ts';
import { createContent } from '../../../functions/content/create-content.ts';
import { aCompletion, anItem } from '../../support/content.ts';

const now = new Date('2026-11-03T10:00:00Z');

function create(completion: Completion, wish: object = {}) {
  const added: Content[] = [];
  const asked: unknown[] = [];
  const desk = {
    catalogue: { getMany: async () => [anItem()] },
    contents: {
      add: async (content: Content) => {
        added.push(content);
        return true;
      },
    },
    complete: async (_shop: string, _item: string, request: unknown) => {
      asked.push(request);
      return completion;
    },
    newId: (variant: number) => `content-${variant}`,
  };
  const request = CreateContentRequest.parse({ itemId: 'pack-1', ...wish });
  return { added, asked, drafts: createContent({ shop: 'acme', request, now }, desk) };
}

describe('createContent', () => {
  it('keeps of what a model writes only what the catalogue confirms', async () => {
    const { drafts, added } = create(aCompletion('Love our leather daypack. It holds 25 litres of gear.'));

    const [draft] = await drafts;

    expect(draft?.checked.text).toBe('Love our leather daypack.');
    expect(draft?.checked.sentences[1]).toMatchObject({ outcome: 'dropped', text: '' });
    expect(draft?.status).toBe('draft');
    expect(added).toHaveLength(1);
  });

  it('takes of several texts the one that tells most facts and lost least', async () => {
    const { drafts } = create(
      aCompletion(
        'It is waterproof. Love our daypack.',
        'Our Fellside leather daypack has 18 l. Love the Mauve backpack.',
      ),
    );

    expect((await drafts)[0]?.checked.text).toBe('Our Fellside leather daypack has 18 l. Love the Mauve backpack.');
  });

  it('gives variants that differ', async () => {
    const { drafts } = create(
      aCompletion('Love our leather daypack.', 'Love our leather daypack.', 'Meet our Mauve backpack.'),
      { variants: 2 },
    );

    expect(new Set((await drafts).map(({ checked }) => checked.text)).size).toBe(2);
    expect((await drafts).map(({ variant }) => variant)).toEqual([1, 2]);
  });

  it('refuses where no sentence is left, and keeps nothing', async () => {
    const { drafts, added } = create(aCompletion('It is the best.', 'Waterproof canvas for men.'));

    await expect(drafts).rejects.toMatchObject({ code: 'nothing-verifiable', statusCode: 422 });
    expect(added).toEqual([]);
  });

  it('tells the model the facts, one a line, and neither price nor description', async () => {
    const { drafts, asked } = create(aCompletion('Love our leather daypack.'));
    await drafts;

    const text = JSON.stringify(asked[0]);

    expect(text).toContain('- capacity: 18 l');
    expect(text).not.toContain('14999');
  });

  it('says which wishes the model did not fulfil', async () => {
    const { drafts } = create(aCompletion('Love our leather daypack.'), { tone: 'playful' });

    expect((await drafts)[0]?.author).toEqual({ by: 'model', model: 'compact-1', ignored: ['tone'] });
  });
});
