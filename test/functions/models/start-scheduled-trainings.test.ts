import { ModelName } from '../../../core/models/names.ts';
import { startScheduledTrainings } from '../../../functions/models/start-scheduled-trainings.ts';
import { plans } from '../../support/models.ts';

const DAY = '2026-11-01T02:15:00.000Z';

function aNight(fails: (name: string) => boolean = () => false) {
  const begun: string[] = [];
  const starter = {
    models: { createRun: async () => true, reopenRun: async () => undefined, failRun: async () => undefined },
    executions: {
      arnOf: (name: string) => `arn:${name}`,
      start: async (name: string) => {
        if (fails(name)) throw new Error('throttled');
        begun.push(name);
      },
    },
  };
  const shops = {
    async *list() {
      yield* ['acme', 'demo'];
    },
  };
  return { begun, start: (day = DAY) => startScheduledTrainings(day, plans, shops, starter) };
}
/** A training of every model, for both shops. */
const EVERY = ['acme', 'demo'].flatMap((shop) => ModelName.options.map((model) => `${shop}-${model}`));
const withoutId = (name: string) => name.split('-').slice(0, 2).join('-');

describe('startScheduledTrainings', () => {
  it('starts every model of every shop', async () => {
    const { begun, start } = aNight();

    await expect(start()).resolves.toEqual({ started: EVERY.length });
    expect(begun.map(withoutId).sort()).toEqual([...EVERY].sort());
  });

  it('names the same runs when a schedule fires twice, and others the next day', async () => {
    const { begun, start } = aNight();

    await start();
    await start();
    await start('2026-11-02T02:15:00.000Z');

    expect(begun.slice(EVERY.length, 2 * EVERY.length)).toEqual(begun.slice(0, EVERY.length));
    expect(new Set(begun).size).toBe(2 * EVERY.length);
  });

  it('lets the others learn when one cannot be started, and then says how many could not', async () => {
    const { begun, start } = aNight((name) => name.startsWith('acme-purchase') || name.startsWith('demo-intents'));

    await expect(start()).rejects.toThrow(`2 of ${EVERY.length} trainings were not started`);
    const refused = ['acme-purchase', 'demo-intents'];
    expect(begun.map(withoutId).sort()).toEqual(EVERY.filter((name) => !refused.includes(name)).sort());
  });
});
