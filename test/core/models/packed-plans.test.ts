import { randomBytes } from 'node:crypto';
import { packPlans, unpackPlans } from '../../../core/models/packed-plans.ts';
import { plans } from '../../support/models.ts';

describe('packed plans', () => {
  it('come out as they went in, and are the same text each time', () => {
    expect(unpackPlans(packPlans(plans))).toEqual(plans);
    expect(packPlans(plans)).toBe(packPlans(structuredClone(plans)));
  });

  it('say so where they do not fit into the environment of a function', () => {
    const [candidate] = plans.purchase.candidates;
    if (!candidate) throw new Error('the plan has a candidate');
    const hyperparameters = { note: randomBytes(2_400).toString('base64') };

    expect(() =>
      packPlans({ ...plans, purchase: { ...plans.purchase, candidates: [{ ...candidate, hyperparameters }] } }),
    ).toThrow('packed, at most');
  });
});
