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

/** A surface on which `now` is tried, and what was written to it; `changes` between a look and a write where it is told so. */
function aSurface(now: SlateExperimentDraft | null, { changes = false } = {}) {
  const written: unknown[] = [];
  const replaced: unknown[] = [];
  const fetcher = async (_url: unknown, init?: RequestInit) => {
    if (init?.method === 'PUT' && changes) return new Response(JSON.stringify({ title: 'Overtaken' }), { status: 412 });
    if (init?.method === 'PUT') {
      written.push(JSON.parse(String(init.body)));
      replaced.push(new Headers(init.headers).get('if-match'));
    }
    return new Response(JSON.stringify({ surface: 'home', revision: 4, experiment: now }));
  };
  return {
    written,
    replaced,
    api: createApiClient({ apiUrl: 'https://api.example/v1', token: async () => 'token', fetcher }),
  };
}

describe('stopping an experiment, or letting it go on', () => {
  it.each([true, false])('changes nothing else of it, as it is by now, where it ran: %s', async (isRunning) => {
    const now = anExperiment({ isRunning, reward: 'purchase' });
    const { api, written, replaced } = aSurface(now);

    await turnExperiment(api, 'home', anExperiment({ isRunning }));

    expect(written).toEqual([{ ...now, isRunning: !isRunning }]);
    expect(replaced).toEqual(['"4"']);
  });

  it('says that something took its place while it was being written', async () => {
    const { api } = aSurface(anExperiment(), { changes: true });

    await expect(turnExperiment(api, 'home', anExperiment())).rejects.toMatchObject({ kind: 'replaced' });
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
