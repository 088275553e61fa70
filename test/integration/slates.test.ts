import { Decision, DecisionPage } from '../../core/decisions/contract.ts';
import { Recommendations } from '../../core/recommendations/contract.ts';
import { anIdentifyCall, anOrder, aTrackCall, type Who } from './support/calls.ts';
import { lakeLines } from './support/lake.ts';
import { demo, eventually, firstFilled, newId } from './support/platform.ts';

const nameOf = ({ userId, anonymousId }: Who) =>
  userId === undefined ? `anonymousId=${anonymousId}` : `customerId=${userId}`;
const slateOf = (who: Who, k = 50) => demo.read(`/recommendations?${nameOf(who)}&surface=home&k=${k}`, Recommendations);
const idsOf = ({ items }: Recommendations) => items.map(({ itemId }) => itemId);

/** The slate once it satisfies; its last place may be given to chance, so a single look decides nothing. */
const slateThat = (who: Who, what: string, satisfies: (slate: Recommendations) => boolean) =>
  eventually(async () => {
    const slate = await slateOf(who);
    return satisfies(slate) && slate;
  }, what);

/** What needs nobody to have done anything: an item that is shown for it has nothing that goes with it. */
const LIKENESS: readonly string[] = ['reads-like', 'looks-like'];

/** Shown for what was done with an item, and not for how it reads or looks. */
const isBecauseOf =
  (wanted: string) =>
  ({ reasons }: Recommendations['items'][number]) =>
    !reasons.some(({ code }) => LIKENESS.includes(code)) &&
    reasons.some(({ evidence }) => evidence.some(({ itemId }) => itemId === wanted));

/** Somebody who is treated, has looked at an item, and is shown what goes with it. */
async function aVisitor(kind: 'userId' | 'anonymousId' = 'userId') {
  for (let tries = 0; tries < 20; tries++) {
    const who: Who = kind === 'userId' ? { userId: newId('user') } : { anonymousId: newId('browser') };
    const { experimentArm, items } = await slateOf(who);
    const viewed = firstFilled(items);
    if (experimentArm === 'holdout' || viewed === undefined) continue;
    await demo.track(aTrackCall('Product Viewed', who, viewed));
    const slate = await slateThat(who, 'what goes with the viewed item', ({ items: shown }) =>
      shown.some(isBecauseOf(viewed)),
    );
    return { who, viewed, slate };
  }
  throw new Error('Twenty visitors in a row are held out');
}

/** The first item that the slate shows because of what was viewed, whoever found it and whoever ordered it. */
function relatedItem({ items }: Recommendations, viewed: string): string {
  const related = items.find(isBecauseOf(viewed));
  if (!related) throw new Error('Nothing on this slate goes with what was viewed');
  return related.itemId;
}

/** Where items come from that the shop got after its models; the demo shop has none, other suites put some. */
const NEW: ReadonlySet<string> = new Set(['similar-text', 'similar-picture', 'new']);

describe('a slate', () => {
  it('says of each item what it costs, where it comes from and why it is shown', async () => {
    const { slate } = await aVisitor();

    expect(slate.items.length).toBeGreaterThanOrEqual(20);
    for (const item of slate.items) {
      expect([
        'champion',
        'recommender',
        'similar-text',
        'similar-picture',
        'co-visitation',
        'popular',
        'new',
      ]).toContain(item.source);
      expect(item.price).toBeGreaterThan(0);
      expect(item.reasons.map(({ text }) => [text.en, text.zh].every(Boolean))).not.toContain(false);
    }
    expect(new Set(idsOf(slate)).size).toBe(slate.items.length);
  });

  it('is ordered by the champion, whose version it names, but for what nobody had met', async () => {
    const { who } = await aVisitor();
    const isNew = ({ source }: Recommendations['items'][number]) => NEW.has(source);

    const slate = await slateThat(who, "the champion's slate", ({ policy }) => policy.startsWith('champion/'));

    const first = slate.items.slice(0, 10);
    expect(first.filter(isNew).length).toBeLessThanOrEqual(2);
    expect(new Set(first.filter((item) => !isNew(item)).map(({ source }) => source))).toEqual(new Set(['champion']));
    const { body } = await demo.get('/models/purchase');
    expect(body).toMatchObject({
      champion: expect.arrayContaining([expect.objectContaining({ modelVersion: slate.modelVersion })]),
    });
  });

  it('changes with the next event', async () => {
    const { who, viewed, slate } = await aVisitor();
    const next = relatedItem(slate, viewed);

    await demo.track(aTrackCall('Product Viewed', who, next));

    const changed = await slateThat(who, 'a reason that rests on the new event', ({ items }) =>
      items.some(isBecauseOf(next)),
    );
    expect(next).not.toBe(viewed);
    expect(changed.requestId).not.toBe(slate.requestId);
  });

  it('leaves out what lies in the basket, until it is taken out again', async () => {
    const { who, viewed, slate } = await aVisitor();
    const wanted = relatedItem(slate, viewed);

    await demo.track(aTrackCall('Product Added', who, wanted));
    await slateThat(who, 'a slate without the item in the basket', (now) => !idsOf(now).includes(wanted));
    await demo.track(aTrackCall('Product Removed', who, wanted));

    // What goes with it has joined the pool in the meantime, so it is asked for alone: a rule excludes it, or not.
    const filter = encodeURIComponent(`itemId = "${wanted}"`);
    const path = `/recommendations?${nameOf(who)}&surface=home&k=1&filter=${filter}`;
    await eventually(
      async () => idsOf(await demo.read(path, Recommendations)).includes(wanted),
      'the item back on the slate',
    );
  });

  it('leaves out what was bought', async () => {
    const { who, viewed, slate } = await aVisitor();
    const bought = relatedItem(slate, viewed);

    await demo.track(anOrder(who, bought));
    await slateThat(who, 'a slate without the item that was bought', (now) => !idsOf(now).includes(bought));

    for (const k of [1, 10, 50]) expect(idsOf(await slateOf(who, k))).not.toContain(bought);
  });

  it('knows after a sign-in what the browser did before', async () => {
    const { who: browser, viewed, slate } = await aVisitor('anonymousId');
    const bought = relatedItem(slate, viewed);
    const customer = { userId: newId('user') };

    await demo.track(anOrder(browser, bought));
    await demo.track(anIdentifyCall({ ...customer, ...browser }));

    await eventually(async () => {
      const { body } = await demo.get(`/customers/${customer.userId}`);
      return JSON.stringify(body).includes(`"${bought}"`);
    }, "the browser's purchase in the customer's history");
    const theirs = await slateOf(customer);
    expect(idsOf(theirs)).not.toContain(bought);
    if (theirs.experimentArm === 'treated') {
      // The account itself has done nothing: whatever its slate rests on was done by the browser. What was viewed may
      // lose to what was bought, which says more.
      const rests = theirs.items.flatMap(({ reasons }) => reasons.flatMap(({ evidence }) => evidence));
      const done = rests.map(({ itemId }) => itemId).filter((itemId) => itemId === viewed || itemId === bought);
      expect(done).not.toEqual([]);
    }
  });

  it('names the next best actions of its customer, each of them open', async () => {
    const { who, viewed, slate } = await aVisitor();
    const wanted = relatedItem(slate, viewed);
    await demo.track(aTrackCall('Product Added', who, wanted));

    const path = `/recommendations?${nameOf(who)}&recipe=next-best-action&k=50`;
    const actions = await eventually(async () => {
      const { items } = await demo.read(path, Recommendations);
      return items.some(({ itemId, action }) => itemId === wanted && action === 'finish-basket') && items;
    }, 'the basket among the actions');

    expect(actions.find(({ itemId }) => itemId === viewed)?.action).toBe('look-again');
    expect(actions.map(({ action }) => action)).toContain('discover');
    const ofBasket = actions.find(({ itemId }) => itemId === wanted);
    expect(ofBasket?.reasons[0]).toMatchObject({ code: 'in-basket', evidence: [{ itemId: wanted }] });
  });

  it('is written down as a decision, for people and for models', async () => {
    const since = new Date();
    const { who, slate } = await aVisitor();

    const decision = await eventually(async () => {
      const { data } = await demo.read(`/customers/${who.userId}/decisions`, DecisionPage);
      return data.filter((one) => one.kind === 'slate').find(({ requestId }) => requestId === slate.requestId);
    }, "the decision in its customer's list");
    const line = await eventually(
      async () => (await lakeLines('decisions', since)).find((one) => one.includes(slate.requestId)),
      'the decision in the lake',
    );

    expect(decision.chosen.map(({ itemId }) => itemId)).toEqual(idsOf(slate));
    expect(decision).toMatchObject({ policy: slate.policy, modelVersion: slate.modelVersion, surface: 'home' });
    const stored = Decision.parse(JSON.parse(line));
    expect(stored.candidates.length).toBeGreaterThanOrEqual(stored.chosen.length);
    expect(stored.chosen.map(({ propensity }) => propensity > 0 && propensity <= 1)).not.toContain(false);
    expect(line).not.toContain(who.userId);
  });
});
