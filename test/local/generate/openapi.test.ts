import * as z from 'zod';
import { recommendationOperations } from '../../../core/recommendations/operations.ts';
import { documentOf, OPERATIONS } from '../../../local/generate/openapi.ts';

const Described = z.record(
  z.string(),
  z.object({
    parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean() })).default([]),
    responses: z.record(z.string(), z.object({ headers: z.record(z.string(), z.unknown()).default({}) })),
  }),
);

describe('the description of the API', () => {
  const recipe = Described.parse(documentOf(recommendationOperations).paths['/recipes/{name}']);
  const ifMatch = { name: 'If-Match', in: 'header', required: false };

  it('tells where an answer is tagged', () => {
    expect(recipe.get?.responses['200']?.headers).toHaveProperty('ETag');
    expect(recipe.put?.responses['200']?.headers).toHaveProperty('ETag');
    expect(recipe.delete?.responses['200']?.headers).toEqual({});
  });

  it('tells who takes such a tag, and that one of before is refused', () => {
    for (const conditional of [recipe.put, recipe.delete]) {
      expect(conditional?.parameters).toContainEqual(ifMatch);
      expect(conditional?.responses).toHaveProperty('412');
    }
    expect(recipe.get?.parameters).not.toContainEqual(ifMatch);
    expect(recipe.get?.responses).not.toHaveProperty('412');
  });

  it('tells what each row of a batch is to be, though every row is read by itself', () => {
    const { post } = documentOf(OPERATIONS).paths['/items'] ?? {};

    expect(post).toMatchObject({
      requestBody: {
        content: {
          'application/json': {
            schema: {
              properties: {
                items: {
                  items: { required: ['itemId', 'title', 'price'], properties: { category: { maxItems: 10 } } },
                },
              },
            },
          },
        },
      },
    });
    expect(JSON.stringify(documentOf(OPERATIONS))).not.toContain('"items":{}');
  });

  it('has only patterns that RE2 reads too, and so none that looks ahead or behind', () => {
    expect(JSON.stringify(documentOf(OPERATIONS)).match(/.{0,40}\(\?<?[=!]/g)).toBeNull();
  });
});
