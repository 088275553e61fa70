import type { Pointer } from '../../../core/models/contract.ts';
import { NotFoundError } from '../../../core/platform/errors.ts';
import { prepareRun } from '../../../functions/models/prepare-run.ts';
import type { TrainModelInput } from '../../../workflows/train-model/contract.ts';
import { aPointer, aVariant, aVersion } from '../../support/models.ts';

const input: TrainModelInput = {
  shop: 'demo',
  model: 'purchase',
  runId: 'run-9',
  until: '2026-11-01T00:00:00.000Z',
  trigger: 'demand',
};
const prepare = (pointer?: Pointer, known: string[] = [], more: Partial<TrainModelInput> = {}) =>
  prepareRun(
    { ...input, ...more },
    {
      pointer: async () => pointer,
      version: async (_shop, _model, version) => (known.includes(version) ? aVersion(version) : undefined),
    },
  );
const championV1 = {
  version: 'v1',
  image: 'text',
  modelDataUrl: 's3://artifacts/runs/demo/v1/model.tar.gz',
  scorer: 'bert',
};

describe('prepareRun', () => {
  it('names where the files of the run lie and its endpoint', async () => {
    await expect(prepare()).resolves.toEqual({
      prefix: 'runs/demo/run-9',
      endpointName: 'demo-purchase-run-9',
      champion: null,
      redeploy: null,
    });
  });

  it('keeps to names that SageMaker takes, and tells long shops apart', async () => {
    const runId = '20261101t000000z-ab12';
    const named = async (shop: string) =>
      (await prepare(undefined, [], { shop, model: 'effectiveness', runId })).endpointName;
    const [one, other] = [await named(`${'a'.repeat(31)}b`), await named(`${'a'.repeat(31)}c`)];

    expect(one).toMatch(/^[a-z0-9-]{1,63}$/);
    expect(one.endsWith(`-effectiveness-${runId}`)).toBe(true);
    expect(one).not.toBe(other);
  });

  it('names the champion that challengers are judged against', async () => {
    await expect(prepare(aPointer(), ['v1'])).resolves.toMatchObject({ champion: championV1 });
  });

  it.each([0.1, 0.9])('takes nobody for champion that is in a canary, not even of %p', async (share) => {
    const variants = [aVariant('v1', 1 - share), aVariant('v2', share)];

    await expect(prepare(aPointer({ variants }), ['v1', 'v2'])).resolves.toMatchObject({ champion: championV1 });
  });

  it('judges nobody against a baseline because the model of the champion is not known', async () => {
    await expect(prepare(aPointer(), [])).rejects.toThrow(NotFoundError);
  });

  it('finds the version that is deployed again, or says that there is none', async () => {
    const redeploy = { version: 'v0' };

    await expect(prepare(aPointer(), ['v0', 'v1'], { redeploy })).resolves.toMatchObject({ redeploy: aVersion('v0') });
    await expect(prepare(aPointer(), ['v1'], { redeploy })).rejects.toThrow('v0');
  });
});
