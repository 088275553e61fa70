import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Synthesised, synthesise } from './support/synthesised.ts';

const AssetManifest = z.looseObject({ dockerImages: z.record(z.string(), z.unknown()) });

const stages = {
  local: synthesise({ stage: 'local' }),
  dev: synthesise({ stage: 'dev' }),
  prod: synthesise({ stage: 'prod' }),
};

/** The definition of the train-model workflow as one string. */
function definition({ of }: Synthesised): string {
  const [machine] = of('AWS::StepFunctions::StateMachine').filter(([id]) => id.includes('TrainModel'));
  return JSON.stringify(machine?.[1].Properties.DefinitionString).replaceAll('\\', '');
}

describe('the stages', () => {
  it.each(Object.entries(stages))('%s passes every check of AwsSolutions', (_, { assembly }) => {
    // A finding would have stopped the synthesis above.
    expect(assembly.stacks.map(({ stackName }) => stackName).length).toBeGreaterThan(3);
  });

  it('trains on spot capacity of GPU instances on AWS, and without it here', () => {
    for (const stage of ['dev', 'prod'] as const) {
      expect(definition(stages[stage])).toContain('"EnableManagedSpotTraining":true');
      expect(
        stages[stage].app.settings.models.purchase.candidates.find(({ image }) => image === 'text')?.instanceType,
      ).toMatch(/^ml\.g[56]\./);
    }
    expect(definition(stages.local)).toContain('"EnableManagedSpotTraining":false');
  });

  it('serves prod by GPU instances that follow their requests, dev by the request', () => {
    expect(definition(stages.prod)).toContain('"InstanceType":"ml.g6.xlarge"');
    expect(definition(stages.prod)).toContain('registerScalableTarget');
    expect(definition(stages.dev)).toContain('"ServerlessConfig":{"MemorySizeInMB":3072');
    expect(definition(stages.dev)).not.toContain('registerScalableTarget');
  });

  it('serves dev by instances in a region without serverless inference', () => {
    const abroad = definition(synthesise({ stage: 'dev', region: 'me-central-1' }));

    expect(abroad).toContain('"InstanceType":"ml.c6i.large"');
    expect(abroad).not.toContain('ServerlessConfig');
  });

  it('builds images on the way to AWS and names folders here', () => {
    const images = ({ assembly }: Synthesised) =>
      assembly.stacks.flatMap(({ stackName }) =>
        Object.keys(
          AssetManifest.parse(JSON.parse(readFileSync(join(assembly.directory, `${stackName}.assets.json`), 'utf8')))
            .dockerImages,
        ),
      );

    expect(images(stages.dev).length).toBeGreaterThanOrEqual(4);
    expect(images(stages.local)).toEqual([]);
  });
});

describe('local and dev', () => {
  /** All in which the laptop's templates may differ: how jobs are run, and how long a canary is watched. */
  const ALLOWED = [
    /^learning\/(TrainModel|RefreshProfiles|EstimatesWorkflow)StateMachine/,
    /^learning\/EstimatesWorkflowJob/,
    /^learning\/EstimatesStartEstimate/,
    /^learning\/ModelsStartTraining/,
    /^learning\/(SageMaker|Images)/,
    // Which images there are to pull, and by which name.
    /^chat\/Embeddings(RoleDefaultPolicy|Model)$/,
    // Named by the CDK after the stack, and cut to a length.
    /^entrance\/Console(Pages|DistributionOrigin1S3OriginAccessControl)$/,
  ];
  /** Names and digests that follow from the stage's own name say nothing about what is deployed. */
  const withoutStage = (text: string) =>
    text
      .replaceAll(/perennial-?(local|dev)/g, 'perennial-stage')
      .replaceAll(/"(local|dev)"/g, '"stage"')
      .replaceAll(/[0-9A-F]{8,}|[0-9a-f]{8,}/g, '');
  const byName = ({ resources }: Synthesised) =>
    new Map([...resources].map(([id, resource]) => [withoutStage(id), withoutStage(JSON.stringify(resource))]));
  const local = byName(stages.local);
  const dev = byName(stages.dev);

  it('hold the same resources', () => {
    expect([...local.keys()].sort()).toEqual([...dev.keys()].sort());
  });

  it('differ only where it is allowed', () => {
    const differing = [...local].filter(([id, resource]) => resource !== dev.get(id)).map(([id]) => id);

    expect(differing.filter((id) => !ALLOWED.some((allowed) => allowed.test(id)))).toEqual([]);
  });
});
