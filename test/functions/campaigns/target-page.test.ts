import type { CampaignRun, Message } from '../../../core/campaigns/contract.ts';
import type { ResponseQuestion } from '../../../core/campaigns/response-contract.ts';
import { EXPLORED_SHARE, thresholdOf } from '../../../core/campaigns/target-response.ts';
import { toMessageDecision } from '../../../core/campaigns/to-message-decision.ts';
import { deliverPage } from '../../../functions/campaigns/deliver-page.ts';
import { aCampaign, aContact, aCustomer, aDelivery, aRun, aShop, NOON, someSending } from '../../support/campaigns.ts';

const names = Array.from({ length: 600 }, (_, index) => `c${String(index).padStart(3, '0')}`);
/** The later in the alphabet, the likelier to respond. */
const scoreOf = (index: number) => index / names.length;
const campaign = aCampaign({ holdoutShare: 0.2, targeting: { by: 'response', share: 0.3 } });
const ranked: CampaignRun = {
  ...aRun,
  targeting: {
    status: 'ranked',
    scored: 600,
    threshold: thresholdOf(
      names.map((_, index) => scoreOf(index)),
      0.3,
    ),
    isPartial: false,
  },
};

async function deliver(
  run: CampaignRun,
  score = async (_: readonly unknown[]): Promise<number[] | undefined> => undefined,
) {
  const world = aDelivery(
    names.map((name) => aCustomer(name)),
    NOON,
  );
  for (const name of names) world.contacts.set(name, aContact());
  let unranked = 0;
  let from = 0;
  const ports = {
    ...world.ports,
    score: async (questions: readonly unknown[]) => score(questions.map((_, index) => from + index)),
    leaveUnranked: async () => {
      unranked += 1;
    },
  };
  let cursor: string | null = null;
  do {
    from = Number(cursor ?? 0);
    const shop = { ...aShop, holdoutShare: 0 };
    cursor = (
      await deliverPage({ shop, sending: someSending, campaign, run }, { shard: 0, cursor, isLastTry: false }, ports)
    ).cursor;
  } while (cursor);
  return { ...world, unranked, all: [...world.messages.values()] };
}

const byModel = async (indices: readonly unknown[]) => indices.map((index) => scoreOf(Number(index)));
const isLow = ({ reason }: Message) => reason === 'low-response';

describe('a run for the likeliest to respond', () => {
  it('asks as of its begin, however late a page is delivered, and takes the last digit for noise', async () => {
    const customers = names.slice(0, 30).map((name) => aCustomer(name));
    const world = aDelivery(customers, NOON);
    for (const { pseudonym } of customers) world.contacts.set(pseudonym, aContact());
    world.clock.now = new Date(NOON.getTime() + 3_600_000);
    const asked: ResponseQuestion[] = [];
    const score = async (questions: readonly ResponseQuestion[]) => {
      asked.push(...questions);
      return questions.map(() => 0.5 - 2e-8);
    };
    const run = { ...ranked, targeting: { status: 'ranked', scored: 30, threshold: 0.5, isPartial: false } as const };
    const shop = { ...aShop, holdoutShare: 0 };
    const all = aCampaign({ holdoutShare: 0, targeting: { by: 'response', share: 0.3 } });

    await deliverPage(
      { shop, sending: someSending, campaign: all, run },
      { shard: 0, cursor: null, isLastTry: false },
      { ...world.ports, score },
    );

    expect(new Set(asked.map(({ at }) => at))).toEqual(new Set([NOON.toISOString()]));
    expect(world.delivered).toHaveLength(30);
  });

  it('means the best share of both arms, and few of the others by chance', async () => {
    const { all } = await deliver(ranked, byModel);

    const threshold = ranked.targeting?.threshold ?? 1;
    const meant = all.filter((message) => !isLow(message));
    const tried = meant.filter(({ response }) => (response?.score ?? 0) < threshold);
    expect(meant.length - tried.length).toBe(180);
    expect(tried.length / 420).toBeGreaterThan(EXPLORED_SHARE / 3);
    expect(tried.length / 420).toBeLessThan(EXPLORED_SHARE * 2);
    expect(meant.filter(({ arm }) => arm === 'holdout').length / meant.length).toBeCloseTo(0.2, 1);
    expect(all.filter(isLow).every(({ arm, status }) => arm === null && status === 'skipped')).toBe(true);
  });

  it('logs each decision with its score and a propensity whose inverse counts everybody', async () => {
    const { all } = await deliver(ranked, byModel);

    const decisions = all.map((message) => toMessageDecision(message, campaign.definition));
    const low = decisions.filter(({ score }) => (score ?? 1) < (ranked.targeting?.threshold ?? 0));
    expect(decisions.every(({ score }) => score !== undefined)).toBe(true);
    expect(
      new Set(decisions.filter(({ reason }) => reason === 'low-response').map(({ propensity }) => propensity)),
    ).toEqual(new Set([1 - EXPLORED_SHARE]));
    const sent = low.filter(({ status }) => status === 'sent');
    expect(sent.every(({ propensity }) => Math.abs(propensity - EXPLORED_SHARE * 0.8) < 1e-9)).toBe(true);
  });

  it('settles a page that comes twice in the same way', async () => {
    const [one, two] = [await deliver(ranked, byModel), await deliver(ranked, byModel)];

    expect(two.all.map(({ status, arm }) => [status, arm])).toEqual(one.all.map(({ status, arm }) => [status, arm]));
  });

  it('means everybody where no model answers, and says so', async () => {
    const { all, unranked } = await deliver(ranked);

    expect(all.filter(isLow)).toEqual([]);
    expect(all.every(({ response }) => response === undefined)).toBe(true);
    expect(unranked).toBe(12);
  });

  it('asks no model in a run that could not be ranked', async () => {
    let asked = 0;
    const run: CampaignRun = { ...ranked, targeting: { status: 'no-champion', scored: 0, isPartial: false } };

    const { all, unranked } = await deliver(run, async () => {
      asked += 1;
      return undefined;
    });

    expect([asked, unranked, all.filter(isLow).length]).toEqual([0, 0, 0]);
  });
});
