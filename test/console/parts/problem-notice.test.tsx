import { ApiError } from '../../../console/src/api/api-error.ts';
import { ProblemNotice } from '../../../console/src/parts/problem-notice.tsx';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const bad = { pointer: '#/epsilon', detail: 'Too big', code: 'too-big-number', values: { most: '0.5' } };
const problem = { title: 'Validation failed', detail: '#/epsilon: Too big' };
const wordsFor = async (errors: (typeof bad | Omit<typeof bad, 'code' | 'values'>)[]) =>
  wordsOf(await rendered(<ProblemNotice error={new ApiError('refused', 400, { ...problem, errors })} />, 'zh'));

describe('a refusal', () => {
  it('is told field by field in the language of the console', async () => {
    const words = await wordsFor([bad]);

    expect(words).toEqual(expect.arrayContaining(['部分字段尚不正确', '#/epsilon', '不得大于 0.5。']));
    expect(words.join()).not.toMatch(/Too big|Validation failed/);
  });

  it('is told in the words of the server where a field has no code', async () => {
    const { code: _, values: __, ...uncoded } = bad;

    expect(await wordsFor([uncoded])).toEqual(expect.arrayContaining(['Validation failed', '#/epsilon: Too big']));
  });
});
