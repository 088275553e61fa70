import { VersionsTable } from '../../../console/src/models/versions-table.tsx';
import { aVersion, metricsOf } from '../../support/models.ts';
import { rendered, wordsOf } from '../../support/rendered.tsx';

const ranking = {
  ...{ hit20: 0.5, mrr20: 0.2, ndcg20: 0.3, recall20: 0.4, coverage20: 0.6 },
  ...{ novelty20: 9, popularity_bias20: 1.2 },
};
const wordsOfTable = async (...metrics: ReturnType<typeof metricsOf>[]) => {
  const versions = metrics.map((one, index) => aVersion(`v${index}`, { metrics: one }));
  return wordsOf(await rendered(<VersionsTable model={{ name: 'recommender', champion: [], versions }} />));
};

describe('the versions of a model', () => {
  it('that gives probabilities stand with their log loss and AUC', async () => {
    const words = await wordsOfTable(metricsOf('bert'));

    expect(words).toEqual(expect.arrayContaining(['Log loss', '0.2000', 'AUC', '0.700']));
  });

  it('that ranks items stand with the loss of their slates, and without an AUC that they cannot have', async () => {
    const words = await wordsOfTable(metricsOf('search', { auc: undefined, log_loss: 0.7, ranking }));

    expect(words).toEqual(expect.arrayContaining(['1 − NDCG@20', '0.7000']));
    expect(words).not.toContain('Log loss');
    expect(words).not.toContain('AUC');
  });
});
