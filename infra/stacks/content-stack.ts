import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ContentFunctions } from '../areas/content-functions.ts';
import { ContentSteps } from '../areas/content-steps.ts';
import { GenerateContentWorkflow } from '../constructs/generate-content-workflow.ts';
import { SharedGenerator, sharedGeneratorName } from '../constructs/shared-generator.ts';
import type { Route } from '../constructs/shop-api.ts';
import { exported } from './exported.ts';
import type { StageStackProps } from './stage-stack-props.ts';

/** Texts: the functions that write and keep them, the workflow that writes many, and a shared model where one is set. */
export class ContentStack extends Stack {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: StageStackProps) {
    super(scope, id, props);
    const { data, settings, stage } = props;
    const sharedGenerator = sharedGeneratorName(stage);
    const { functions: steps } = new ContentSteps(this, 'Steps', { data, settings, sharedGenerator });
    const { stateMachine } = new GenerateContentWorkflow(this, 'GenerateContent', { data, settings, steps });
    this.routes = new ContentFunctions(this, 'Content', {
      data,
      settings,
      sharedGenerator,
      generateContent: stateMachine,
    }).routes;
    if (settings.generation.kind === 'endpoint') {
      new SharedGenerator(this, 'SharedGenerator', {
        data,
        name: sharedGenerator,
        generation: settings.generation,
      });
    }
    exported(this, { GenerateContentStateMachineArn: stateMachine.stateMachineArn });
  }
}
