import { RuleEffects } from '../../../console/src/recommendations/rule-effects.tsx';
import { rendered, wordsOf } from '../../support/rendered.tsx';

describe('what each rule does', () => {
  it('is told by the titles of all items, a comma in one being no end of it, beside what it costs or gains', async () => {
    const cost = { ndcg: -0.01234, meanScore: 0 };
    const rule = { pointer: '#/boosts/0', name: 'Bury', cost, brought: ['lamp', 'gone'], removed: [], moved: 3 };
    const titles = new Map([['lamp', 'A lamp, small']]);

    const markup = await rendered(<RuleEffects rules={[rule]} titleOf={(id) => titles.get(id) ?? id} />);

    expect(wordsOf(markup)).toEqual([
      ...['Bury', 'Gains NDCG', '0.0123', 'Brought', 'A lamp, small · gone'],
      ...['Removed', '–', 'Moved', '3 items'],
    ]);
    expect(markup).not.toContain('<table');
  });
});
