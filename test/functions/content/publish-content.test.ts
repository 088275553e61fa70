import type { Content } from '../../../core/content/contract.ts';
import { publishContent } from '../../../functions/content/publish-content.ts';
import { reviseContent } from '../../../functions/content/revise-content.ts';
import { aContent, anItem } from '../../support/content.ts';

const decision = { by: 'mia', now: new Date('2026-11-03T10:00:00Z') };

function publish(
  content: Content,
  { item = anItem(), shown = [] }: { item?: ReturnType<typeof anItem>; shown?: Content[] } = {},
) {
  const published: [Content, Content | undefined][] = [];
  const desk = {
    catalogue: { getMany: async () => [item] },
    contents: {
      get: async () => content,
      published: async () => shown,
      publish: async (next: Content, before: Content | undefined) => {
        published.push([next, before]);
      },
    },
  };
  return { published, answer: publishContent('acme', content.contentId, decision, desk) };
}

const byTitle = { code: 'claim-contradicted-by', values: { words: 'leather', fact: 'title' } };

describe('publishContent', () => {
  it('shows a draft in place of the text of its kind, and leaves other kinds', async () => {
    const before = aContent({ contentId: 'content-0', status: 'published' });
    const subject = aContent({ contentId: 'content-9', status: 'published', kind: 'subject' });
    const { published, answer } = publish(aContent(), { shown: [subject, before] });

    expect((await answer).status).toBe('published');
    expect(published[0]?.[1]?.contentId).toBe('content-0');
  });

  it('refuses a text that the catalogue no longer confirms', async () => {
    const { published, answer } = publish(aContent(), { item: anItem({ title: 'Mauve Canvas Daypack' }) });

    await expect(answer).rejects.toMatchObject({
      code: 'unverified-claims',
      errors: [{ pointer: '#/checked/text', detail: '“leather” is contradicted by title', ...byTitle }],
    });
    expect(published).toEqual([]);
  });

  it('answers the same again for a text that is shown', async () => {
    const { published, answer } = publish(aContent({ status: 'published' }));

    expect((await answer).status).toBe('published');
    expect(published).toEqual([]);
  });

  it('goes back to a text that was shown before', async () => {
    const { published, answer } = publish(aContent({ status: 'superseded' }), {
      shown: [aContent({ contentId: 'content-2', status: 'published' })],
    });

    expect((await answer).status).toBe('published');
    expect(published).toHaveLength(1);
  });

  it('does not show what was rejected', async () => {
    await expect(publish(aContent({ status: 'rejected' })).answer).rejects.toMatchObject({ statusCode: 409 });
  });
});

describe('reviseContent', () => {
  function revise(text: string) {
    const added: Content[] = [];
    const desk = {
      catalogue: { getMany: async () => [anItem()] },
      contents: {
        get: async () => aContent(),
        add: async (content: Content) => {
          added.push(content);
          return true;
        },
      },
    };
    return { added, answer: reviseContent('acme', 'content-1', { text, ...decision, newId: 'content-2' }, desk) };
  }

  it('keeps a person’s wording as a draft that names what it revises', async () => {
    const { answer } = revise('Meet the Fellside daypack: 18 l.');

    expect(await answer).toMatchObject({
      contentId: 'content-2',
      status: 'draft',
      author: { by: 'person', revises: 'content-1' },
    });
  });

  it('refuses a person’s wrong number as it refuses a model’s', async () => {
    const { added, answer } = revise('Meet the Fellside daypack: 20 l.');

    await expect(answer).rejects.toMatchObject({
      code: 'unverified-claims',
      errors: [{ pointer: '#/text', detail: '“20 l” is contradicted by capacity' }],
    });
    expect(added).toEqual([]);
  });
});
