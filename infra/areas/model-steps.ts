import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type { DecideChampionEnv, ModelsEnv, PublishCandidatesEnv, SmokeTestEnv } from '../../core/models/contract.ts';
import type { StepFunction } from '../../workflows/train-model/definition.ts';
import { allowInvokeEndpoints } from '../constructs/sagemaker-access.ts';
import { type AreaProps, areaFunction } from './area.ts';

/** An endpoint that wakes up may take a minute to answer. */
const ASKING = Duration.seconds(90);

/** The steps of the train-model workflow that are ours; each may do what its step takes and no more. */
export class ModelSteps extends Construct {
  readonly functions: Readonly<Record<StepFunction, IFunction>>;

  constructor(scope: Construct, id: string, props: AreaProps) {
    super(scope, id);
    this.functions = {
      prepareRun: this.prepareRun(props),
      publishCandidates: this.publishCandidates(props),
      decideChampion: this.decideChampion(props),
      smokeTest: this.smokeTest(props),
      movePointer: this.movePointer(props),
      checkBake: this.checkBake(props),
      recordRun: this.recordRun(props),
    };
  }

  private prepareRun(props: AreaProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/models/prepare-run',
      description: 'Finds the champion that a run has to beat',
      environment: modelsOf(props),
    });
    props.data.tables.models.allow(handler, 'dynamodb:GetItem');
    return handler;
  }

  private publishCandidates(props: AreaProps): IFunction {
    const { tables, artifacts } = props.data;
    const environment: PublishCandidatesEnv = {
      ...modelsOf(props),
      CANDIDATES_TABLE_NAME: tables.candidates.tableName,
      ARTIFACTS_BUCKET_NAME: artifacts.bucketName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/models/publish-candidates',
      description: 'Puts neighbours and popular items where requests read them',
      environment,
      timeout: Duration.seconds(120),
      memorySize: 1_024,
    });
    tables.models.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
    tables.candidates.allow(handler, 'dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:Query');
    artifacts.allowRead(handler, 'runs/');
    return handler;
  }

  private decideChampion(props: AreaProps): IFunction {
    const { tables, artifacts } = props.data;
    const environment: DecideChampionEnv = { ...modelsOf(props), ARTIFACTS_BUCKET_NAME: artifacts.bucketName };
    const handler = areaFunction(this, props, {
      path: 'functions/models/decide-champion',
      description: 'Asks the gate whether a candidate replaces the champion',
      environment,
    });
    tables.models.allow(handler, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    artifacts.allowRead(handler, 'runs/');
    artifacts.allowList(handler, 'runs/');
    return handler;
  }

  private smokeTest(props: AreaProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/models/smoke-test-endpoint',
      description: 'Asks a new endpoint what requests will ask it',
      environment: questions(props),
      timeout: ASKING,
    });
    this.allowQuestions(handler, props);
    return handler;
  }

  private checkBake(props: AreaProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/models/check-bake',
      description: 'Looks at how the canary did, and asks it once more',
      environment: questions(props),
      timeout: ASKING,
    });
    this.allowQuestions(handler, props);
    // CloudWatch has no resources to name for reading metrics.
    handler.addToRolePolicy(new PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }));
    return handler;
  }

  private movePointer(props: AreaProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/models/move-pointer',
      description: 'Moves the champion pointer by one conditional write',
      environment: modelsOf(props),
    });
    props.data.tables.models.allow(
      handler,
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem', // of the pointer, when a first champion goes back
    );
    return handler;
  }

  private recordRun(props: AreaProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/models/record-run',
      description: 'Writes down how a run ended',
      environment: modelsOf(props),
    });
    props.data.tables.models.allow(handler, 'dynamodb:UpdateItem');
    return handler;
  }

  private allowQuestions(handler: IFunction, { data: { tables, artifacts } }: AreaProps): void {
    tables.models.allow(handler, 'dynamodb:GetItem');
    tables.candidates.allow(handler, 'dynamodb:GetItem');
    artifacts.allowRead(handler, 'runs/');
    artifacts.allowList(handler, 'runs/');
    allowInvokeEndpoints(handler);
  }
}

const modelsOf = ({ data }: AreaProps): ModelsEnv => ({ MODELS_TABLE_NAME: data.tables.models.tableName });

function questions(props: AreaProps) {
  const { data, settings } = props;
  return {
    ...modelsOf(props),
    CANDIDATES_TABLE_NAME: data.tables.candidates.tableName,
    ARTIFACTS_BUCKET_NAME: data.artifacts.bucketName,
    RERANK_DEADLINE_MS: String(settings.rerankDeadlineMs),
    RECOMMEND_DEADLINE_MS: String(settings.recommendDeadlineMs),
  } satisfies z.input<typeof SmokeTestEnv>;
}
