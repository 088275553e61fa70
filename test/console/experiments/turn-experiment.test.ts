import { createApiClient } from '../../../console/src/api/api-client.ts';
import { turnExperiment } from '../../../console/src/experiments/turn-experiment.ts';
import { SlateExperimentDraft } from '../../../core/experiments/contract.ts';

const anExperiment = (changed: Partial<SlateExperimentDraft> = {}) =>
  SlateExperimentDraft.parse({
    name: 'autumn',
    kind: 'ab',
    arms: [{ recipe: 'for-you' }, { recipe: 'popular' }],
    ...changed,
  });

/** A surface on which `now` is tried, and what was written to it. */
function aSurface(now: SlateExperimentDraft | null) {
  const written: unknown[] = [];
  const fetcher = async (_url: unknown, init?: RequestInit) => {
    if (init?.method === 'PUT') written.push(JSON.parse(String(init.body)));
    return new Response(JSON.stringify({ surface: 'home', experiment: written.at(-1) ?? now }));
  };
  return { written, api: createApiClient({ apiUrl: 'https://api.example/v1', token: async () => 'token', fetcher }) };
}

describe('stopping an experiment, or letting it go on', () => {
  it.each([true, false])('changes nothing else of it, as it is by now, where it ran: %s', async (isRunning) => {
    const now = anExperiment({ isRunning, reward: 'purchase' });
    const { api, written } = aSurface(now);

    await turnExperiment(api, 'home', anExperiment({ isRunning }));

    expect(written).toEqual([{ ...now, isRunning: !isRunning }]);
  });

  it.each([anExperiment({ name: 'spring' }), anExperiment({ kind: 'bandit' }), null])(
    'leaves alone what took its place meanwhile, and says so',
    async (now) => {
      const { api, written } = aSurface(now);

      await expect(turnExperiment(api, 'home', anExperiment())).rejects.toMatchObject({ kind: 'replaced' });
      expect(written).toEqual([]);
    },
  );
});
