import { readFileSync } from 'node:fs';
import { readSettings } from '../../infra/settings.ts';

const stages = JSON.parse(readFileSync('cdk.json', 'utf8')).context.perennial;
const withUnused = (...unusedAttributes: string[]) =>
  readSettings('prod', { ...stages, prod: { ...stages.prod, unusedAttributes } });

describe('attributes that must not choose', () => {
  it('are named to every job that counts who likes what, and to no other', () => {
    const { recommender, models } = withUnused('age', 'gender');
    const candidates = Object.values(models).flatMap((plan) => plan.candidates);
    const told = candidates.filter(({ hyperparameters }) => hyperparameters.unused_attributes === 'age,gender');

    expect(recommender.hyperparameters).toEqual({
      ...stages.prod.recommender.hyperparameters,
      unused_attributes: 'age,gender',
    });
    expect(told.map(({ image }) => image)).toEqual(['recommender']);
  });

  it('are none unless a stage names some', () => {
    expect(JSON.stringify(readSettings('prod', stages))).not.toContain('unused');
  });

  it('are named one by one', () => {
    expect(() => withUnused('age,gender')).toThrow('one attribute, without a comma');
  });
});
