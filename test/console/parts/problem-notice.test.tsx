import { ApiError } from '../../../console/src/api/api-error.ts';
import en from '../../../console/src/i18n/en.json' with { type: 'json' };
import zh from '../../../console/src/i18n/zh.json' with { type: 'json' };
import { ProblemNotice } from '../../../console/src/parts/problem-notice.tsx';
import { PROBLEM_CODES } from '../../../core/platform/errors.ts';
import { refusal } from '../../../core/platform/refusal.ts';
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

  it('of what stands in the way of a thing itself names no field', async () => {
    const values = { name: 'spring', surface: 'home', experiment: 'colours' };
    const errors = [{ pointer: 'path/name', detail: 'It runs', code: 'runs-in-experiment', values }];
    const refused = new ApiError('refused', 409, { type: 'urn:perennial:problem:conflict', detail: 'It runs', errors });

    const words = wordsOf(await rendered(<ProblemNotice error={refused} />, 'zh'));

    expect(words).toEqual(['与现有内容冲突', expect.stringMatching(/colours（首页）.*spring/)]);
  });

  it('has a title in the language of the console, and one of a code that it does not know keeps its own', async () => {
    const titled = async (type: string) => {
      const refused = new ApiError('refused', 409, { type, title: 'Conflict', detail: 'Read it again' });
      return wordsOf(await rendered(<ProblemNotice error={refused} />, 'zh'));
    };

    expect(await titled('urn:perennial:problem:conflict')).toEqual(['与现有内容冲突', 'Read it again']);
    expect(await titled('urn:perennial:problem:of-tomorrow')).toEqual(['Conflict', 'Read it again']);
  });

  it('by what stands before the platform is told in the language of the console', async () => {
    const problem = { title: 'Bad gateway', detail: 'Try again in a moment.' };

    const words = wordsOf(await rendered(<ProblemNotice error={new ApiError('refused', 502, problem)} />, 'zh'));

    expect(words).toEqual(['暂时不可用', '平台未能及时应答，请稍后重试。']);
  });

  it('says what went wrong in the language of the console too', async () => {
    const { text: detail, says } = refusal('campaign-exists', { campaignId: 'win-back' });
    const refused = new ApiError('refused', 409, { type: 'urn:perennial:problem:conflict', detail, says });

    expect(wordsOf(await rendered(<ProblemNotice error={refused} />, 'zh'))).toEqual([
      '与现有内容冲突',
      '营销活动 win-back 已存在。',
    ]);
  });

  it.each([en, zh])('has a title for every code that there is, and for no other', ({ problem: { of } }) => {
    expect(Object.keys(of).sort()).toEqual([...PROBLEM_CODES].sort());
  });
});
