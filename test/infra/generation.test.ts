import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { PerennialApp } from '../../infra/perennial-app.ts';
import { Resource } from './support/synthesised.ts';

const Context = z.looseObject({ context: z.looseObject({ perennial: z.record(z.string(), z.looseObject({})) }) });
const Template = z.looseObject({ Resources: z.record(z.string(), Resource) });

/** The content stack of stage dev with another setting of `generation`. */
function contentStackWith(generation: object): [string, Resource][] {
  const { perennial } = Context.parse(JSON.parse(readFileSync('cdk.json', 'utf8'))).context;
  const settings = { ...perennial, dev: { ...perennial.dev, generation } };
  const context = { stage: 'dev', region: 'us-east-1', perennial: settings, 'aws:cdk:bundling-stacks': [] };
  const stack = new PerennialApp({ context }).synth().getStackByName('perennial-dev-content');
  return Object.entries(Template.parse(stack.template).Resources);
}

const ofType = (resources: [string, Resource][], type: string) =>
  resources.filter(([, { Type }]) => Type === type).map(([, { Properties }]) => JSON.stringify(Properties));
const writers = (resources: [string, Resource][]) =>
  ofType(resources, 'AWS::Lambda::Function').filter((properties) => properties.includes('"GENERATION"'));

describe('who writes texts', () => {
  it('is an open model on a GPU where the stage says so, named so that the functions may ask it', () => {
    const resources = contentStackWith({
      kind: 'endpoint',
      modelDataUrl: 's3://models/qwen3-4b-instruct/',
      instanceType: 'ml.g6.xlarge',
      minInstances: 1,
      contextLength: 8_192,
    });

    const [endpoint = ''] = ofType(resources, 'AWS::SageMaker::Endpoint');
    const [configuration = ''] = ofType(resources, 'AWS::SageMaker::EndpointConfig');
    expect(endpoint).toContain('perennial-dev-generator-shared');
    expect(configuration).toContain('ml.g6.xlarge');
    expect(configuration).not.toContain('KmsKeyId'); // an instance with local storage takes none
    expect(JSON.stringify(ofType(resources, 'AWS::IAM::Policy'))).toContain('/aws/sagemaker/*');
    expect(writers(resources)).toHaveLength(2);
    expect(writers(resources).every((properties) => properties.includes('perennial-dev-generator-shared'))).toBe(true);
  });

  it('may be a server elsewhere, whose key comes from its secret and stands in no template', () => {
    const resources = contentStackWith({
      kind: 'url',
      url: 'https://texts.example/v1',
      model: 'qwen',
      keySecret: 'texts-key',
    });

    expect(ofType(resources, 'AWS::SageMaker::Endpoint')).toEqual([]);
    expect(writers(resources).every((properties) => properties.includes('{{resolve:secretsmanager:texts-key'))).toBe(
      true,
    );
  });
});
