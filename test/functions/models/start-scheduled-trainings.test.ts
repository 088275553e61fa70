import { startScheduledTrainings } from '../../../functions/models/start-scheduled-trainings.ts';
import { plans } from '../../support/models.ts';

const DAY = '2026-11-01T02:15:00.000Z';

function aNight(fails: (name: string) => boolean = () => false) {
  const begun: string[] = [];
  const starter = {
    models: { createRun: async () => true, reopenRun: async () => undefined, updateRun: async () => undefined },
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
const withoutId = (name: string) => name.split('-').slice(0, 2).join('-');

describe('startScheduledTrainings', () => {
  it('starts every model of every shop', async () => {
    const { begun, start } = aNight();

    await expect(start()).resolves.toEqual({ started: 8 });
    expect(begun.map(withoutId)).toEqual([
      'acme-purchase',
      'acme-generator',
      'acme-intents',
      'acme-effectiveness',
      'demo-purchase',
      'demo-generator',
      'demo-intents',
      'demo-effectiveness',
    ]);
  });

  it('names the same runs when a schedule fires twice, and others the next day', async () => {
    const { begun, start } = aNight();

    await start();
    await start();
    await start('2026-11-02T02:15:00.000Z');

    expect(begun.slice(8, 16)).toEqual(begun.slice(0, 8));
    expect(new Set(begun).size).toBe(16);
  });

  it('lets the others learn when one cannot be started, and then says how many could not', async () => {
    const { begun, start } = aNight((name) => name.startsWith('acme-purchase') || name.startsWith('demo-intents'));

    await expect(start()).rejects.toThrow('2 of 8 trainings were not started');
    expect(begun.map(withoutId)).toEqual([
      'acme-generator',
      'acme-intents',
      'acme-effectiveness',
      'demo-purchase',
      'demo-generator',
      'demo-effectiveness',
    ]);
  });
});
