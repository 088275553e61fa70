import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { EstimateFunctions } from '../areas/estimate-functions.ts';
import { ModelFunctions } from '../areas/model-functions.ts';
import { ModelSteps } from '../areas/model-steps.ts';
import { ProfileFunctions, publishProfilesFunction } from '../areas/profile-functions.ts';
import { ContainerImages } from '../constructs/container-images.ts';
import { RefreshProfilesWorkflow } from '../constructs/refresh-profiles-workflow.ts';
import { SageMakerRole } from '../constructs/sagemaker-role.ts';
import type { Route } from '../constructs/shop-api.ts';
import { TrainModelWorkflow } from '../constructs/train-model-workflow.ts';
import { exported } from './exported.ts';
import type { StageStackProps } from './stage-stack-props.ts';

/** What learns and estimates: images, the workflows that run jobs of them, and the functions that start these and tell of them. */
export class LearningStack extends Stack {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: StageStackProps) {
    super(scope, id, props);
    const { data, settings } = props;
    const images = new ContainerImages(this, 'Images', settings);
    const sagemaker = new SageMakerRole(this, 'SageMaker', { data, images });
    const { functions: steps } = new ModelSteps(this, 'Steps', { data, settings });
    const { stateMachine } = new TrainModelWorkflow(this, 'TrainModel', { data, settings, images, sagemaker, steps });
    const publishProfiles = publishProfilesFunction(this, props);
    const common = { data, settings, images, sagemaker };
    const refresh = new RefreshProfilesWorkflow(this, 'RefreshProfiles', { ...common, publishProfiles });
    this.routes = [
      ...new ModelFunctions(this, 'Models', { data, settings, trainModel: stateMachine }).routes,
      ...new ProfileFunctions(this, 'Profiles', { data, settings, refreshProfiles: refresh.stateMachine }).routes,
      ...new EstimateFunctions(this, 'Estimates', { data, settings, images }).routes,
    ];
    exported(this, { TrainModelStateMachineArn: stateMachine.stateMachineArn });
  }
}
