import { ColdCustomers } from '../../../console/src/models/cold-customers.tsx';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const figures = { customers: 2_400, ratio: 1.8, ratio_low: 1.4, ratio_high: 2.3, isPublished: true };
const wordsFor = async (said: Partial<typeof figures>, isServed = true) =>
  wordsOf(await rendered(<ColdCustomers figures={{ ...figures, ...said }} isServed={isServed} />)).join(' ');

describe('customers who have done nothing yet', () => {
  it('are told how many were asked, by how much attributes do better, and what is shown', async () => {
    const words = await wordsFor({});

    expect(words).toContain('popular with customers of whom the same is said');
    expect(words).toContain('Among 2,400 customers');
    expect(words).toContain('1.80 times as much');
    expect(words).toContain('95 % 1.40 … 2.30');
  });

  it('are shown what is popular where attributes are not surely better', async () => {
    expect(await wordsFor({ ratio_low: 0.9, isPublished: false })).toContain('popular with everybody');
  });

  it('are not said to be shown what one training found', async () => {
    expect(await wordsFor({}, false)).not.toContain('They are shown');
  });

  it('are too few for one training, whatever the lists show that are served', async () => {
    const few = <ColdCustomers figures={{ customers: 40, isPublished: false }} isServed={false} />;
    const words = wordsOf(await rendered(few)).join(' ');

    expect(words).toContain('Of 40 customers');
    expect(words).not.toContain('Popularity stays');
  });

  it('are too few to tell where no ratio was measured', async () => {
    const markup = await rendered(<ColdCustomers figures={{ customers: 40, isPublished: false }} isServed />, 'zh');

    expect(wordsOf(markup).join()).toMatch(/仍按热门展示.*40 位/);
    expect(markup).not.toContain('<figure');
  });
});
