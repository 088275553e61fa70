import type { CampaignRun } from '../../../core/campaigns/contract.ts';
import type { ResponseQuestion } from '../../../core/campaigns/response-contract.ts';
import { emptyContact } from '../../../core/channels/contract.ts';
import { askModestly } from '../../../functions/campaigns/ask-modestly.ts';
import { rankAudience } from '../../../functions/campaigns/rank-audience.ts';
import { createResponseScorer, type ScoreResponses } from '../../../functions/campaigns/score-responses.ts';
import { aCampaign, aContact, aCustomer, aDelivery, aRun, aShop, NOON } from '../../support/campaigns.ts';
import { aRecord } from '../../support/invocations.ts';

const reference = { shop: 'demo', campaignId: 'win-back', runId: aRun.runId };

function aWorld(score: ScoreResponses, people = 100) {
  const customers = Array.from({ length: people }, (_, index) => aCustomer(`c${index}`));
  const { ports, contacts } = aDelivery(customers, NOON);
  for (const { pseudonym } of customers) contacts.set(pseudonym, aContact());
  const run: { now: CampaignRun } = { now: aRun };
  const identities = {
    listShard: async (_: string, shard: number, query: { limit: number }) =>
      shard === 0 ? ports.identities.listShard('demo', 0, query) : { data: [], has_more: false, next_cursor: null },
  };
  const rank = (campaign = aCampaign({ targeting: { by: 'response', share: 0.25 } })) =>
    rankAudience(
      reference,
      aShop,
      campaign,
      {
        audience: { ...ports, identities },
        campaigns: {
          findRun: async () => run.now,
          updateRun: async (_shop, _campaign, _run, changes) => {
            run.now = { ...run.now, ...changes };
          },
        },
        score,
      },
      { now: NOON, record: aRecord() },
    );
  return { rank, contacts, run };
}

const scored: ScoreResponses = async (_shop, questions) => ({
  status: 'scored',
  modelVersion: 'v1',
  probabilities: questions.map((_, index) => index / 100),
});

describe('rankAudience', () => {
  it('finds the score from which on the wanted share lies, among those who may be written to', async () => {
    const world = aWorld(scored);
    for (let index = 0; index < 20; index++) world.contacts.set(`c${index}`, emptyContact);

    const targeting = await world.rank();

    expect(targeting).toEqual({ status: 'ranked', modelVersion: 'v1', scored: 80, threshold: 0.6, isPartial: false });
    expect(world.run.now.targeting).toEqual(targeting);
  });

  it('keeps what it found when it is done again, whatever the model says then', async () => {
    let times = 0;
    const world = aWorld(async (...asked) => {
      times += 1;
      return scored(...asked);
    });

    const [one, two] = [await world.rank(), await world.rank()];

    expect(two).toEqual(one);
    expect(times).toBe(1);
  });

  it.each([
    ['no-champion', async () => ({ status: 'no-champion' as const }), 100],
    ['no-answer', async () => ({ status: 'no-answer' as const }), 100],
    ['too-few', scored, 10],
  ] satisfies [string, ScoreResponses, number][])(
    'lets everybody be meant and says why: %s',
    async (status, score, people) => {
      const targeting = await aWorld(score, people).rank();

      expect(targeting?.status).toBe(status);
      expect(targeting?.threshold).toBeUndefined();
    },
  );

  it('asks nothing for a campaign that means its whole audience', async () => {
    await expect(aWorld(scored).rank(aCampaign())).resolves.toBeNull();
  });
});

describe('createResponseScorer', () => {
  const variant = { endpointName: 'e', modelVersion: 'v1', candidate: 'svm', scorer: 'svm', weight: 1 };
  const models = { pointer: async () => ({ variants: [variant], updatedAt: NOON.toISOString(), revision: 1 }) };
  const question: ResponseQuestion = {
    at: NOON.toISOString(),
    kind: 'win-back',
    channel: 'email',
    language: 'en',
    interactions: [],
    orders: [],
    contacted: [],
  };
  const answering = (probabilities: number[]) => ({
    send: async () => ({
      Body: new TextEncoder().encode(JSON.stringify({ modelVersion: 'v1', scorer: 'svm', probabilities })),
    }),
  });

  it.each([
    ['a probability is missing', answering([])],
    ['a probability is none', answering([1.5])],
    ['the endpoint is gone', { send: async () => Promise.reject(new Error('gone')) }],
  ])('goes on without the model where %s', async (_, client) => {
    // The library edge: `send` has many overloads, of which one is asked here.
    const score = createResponseScorer(client as never, models);

    await expect(score('demo', [question], aRecord())).resolves.toEqual({ status: 'no-answer' });
  });

  it('says that nobody can score where no champion is', async () => {
    const score = createResponseScorer(answering([0.5]) as never, { pointer: async () => undefined });

    await expect(score('demo', [question], aRecord())).resolves.toEqual({ status: 'no-champion' });
  });
});

describe('askModestly', () => {
  it('asks one at a time, and no more after three without an answer', async () => {
    let now = 0;
    let most = 0;
    let asked = 0;
    const ask = askModestly(async (answer: string | undefined) => {
      now += 1;
      most = Math.max(most, now);
      asked += 1;
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return answer;
    });

    const answers = await Promise.all(
      ['a', undefined, 'b', undefined, undefined, undefined, 'c'].map((one) => ask(one)),
    );

    expect(answers).toEqual(['a', undefined, 'b', undefined, undefined, undefined, undefined]);
    expect([most, asked]).toEqual([1, 6]);
  });
});
