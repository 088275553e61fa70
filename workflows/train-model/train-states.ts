import type { TrainModelParts } from './definition.ts';
import {
  artifact,
  checkpoints,
  imageNamed,
  inputsFor,
  jobName,
  outputsFor,
  processingJob,
  trainingJob,
} from './jobs.ts';
import { catchAt, expr, invoke, retryJob, type State } from './states.ts';

const TRAINING_JOB = 'arn:aws:states:::sagemaker:createTrainingJob.sync';
const PROCESSING_JOB = 'arn:aws:states:::sagemaker:createProcessingJob.sync';

/** From the lake to a verdict: what is learned and judged, nothing deployed yet. */
export function trainStates(parts: TrainModelParts): Record<string, State> {
  const day = 86_400;
  return {
    Prepare: {
      ...invoke({
        functionArn: parts.functions.prepareRun,
        payload: {},
        assign: {
          run: expr('$states.input'),
          prefix: expr('$states.result.Payload.prefix'),
          endpointName: expr('$states.result.Payload.endpointName'),
          champion: expr('$states.result.Payload.champion'),
          version: expr('$states.result.Payload.redeploy'),
          failure: expr('null'),
        },
        onError: 'Record failure',
        next: 'Train or redeploy',
      }),
      Arguments: { FunctionName: parts.functions.prepareRun, Payload: expr('$states.input') },
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          Next: 'Record failure',
          Assign: { run: expr('$states.input'), failure: expr('$states.errorOutput') },
        },
      ],
    },
    'Train or redeploy': {
      Type: 'Choice',
      Choices: [{ Condition: expr('$version != null'), Next: 'Create model' }],
      Default: 'Snapshot',
    },
    Snapshot: {
      Type: 'Task',
      Resource: PROCESSING_JOB,
      Arguments: snapshot(parts),
      TimeoutSeconds: day / 2,
      Retry: retryJob,
      Catch: catchAt('Record failure'),
      Next: 'Train candidates',
    },
    'Train candidates': {
      Type: 'Parallel',
      Branches: [candidateLists(parts), candidateModels(parts), championScores(parts)],
      Catch: catchAt('Record failure'),
      Next: 'Anybody to judge?',
    },
    // Where every candidate failed there are no scores, and a job is refused that is given none; the run then says why each did.
    'Anybody to judge?': {
      Type: 'Choice',
      Choices: [{ Condition: expr('$exists($states.input[1].modelDataUrl)'), Next: 'Evaluate' }],
      Default: 'Decide',
    },
    Evaluate: {
      Type: 'Task',
      Resource: PROCESSING_JOB,
      Arguments: processingJob(parts, {
        name: jobName("'evaluate'"),
        image: imageNamed(parts, '$run.plan.evaluation.image'),
        module: expr('$run.plan.evaluation.module'),
        args: expr(
          "$champion = null ? ['--seed', $string($run.plan.seed)] : ['--seed', $string($run.plan.seed), '--champion-scorer', $champion.scorer]",
        ),
        inputs: { scores: artifact(parts, "'/scores/'") },
        outputs: { evaluation: artifact(parts, "'/evaluation'") },
      }),
      TimeoutSeconds: day / 4,
      Retry: retryJob,
      Catch: catchAt('Record failure'),
      Output: expr('$states.input'),
      Next: 'Decide',
    },
    Decide: invoke({
      functionArn: parts.functions.decideChampion,
      payload: {
        prefix: expr('$prefix'),
        hasChampion: expr('$champion != null'),
        // Of the three branches, the second trained the candidates.
        candidates: expr('$states.input[1]'),
      },
      assign: { version: expr('$states.result.Payload.version') },
      onError: 'Record failure',
      next: 'Promote?',
    }),
    'Promote?': {
      Type: 'Choice',
      Choices: [{ Condition: expr("$states.input.verdict.action = 'promote'"), Next: 'Register' }],
      Default: 'Record kept',
    },
  };
}

const snapshot = (parts: TrainModelParts) =>
  processingJob(parts, {
    name: jobName("'snapshot'"),
    image: imageNamed(parts, '$run.plan.snapshot.image'),
    module: expr('$run.plan.snapshot.module'),
    args: expr(
      "['--shop', $run.shop, '--until', $run.until, '--row-limit', $string($run.plan.rowLimit), '--seed', $string($run.plan.seed)]",
    ),
    inputs: inputsFor('$run.plan.inputs', `'s3://${parts.lakeBucket}/' & $name & '/shop=' & $run.shop & '/'`),
    outputs: outputsFor('$run.plan.outputs', `'s3://${parts.artifactsBucket}/' & $prefix & '/data/' & $name`),
  });

/** Co-visitation and popularity: seconds of work, published at once, so that a young shop's first slates need no model. */
function candidateLists(parts: TrainModelParts): object {
  return {
    StartAt: 'Candidate lists too?',
    States: {
      'Candidate lists too?': {
        Type: 'Choice',
        Choices: [{ Condition: expr('$run.plan.fitsCandidateLists'), Next: 'Train candidate lists' }],
        Default: 'No candidate lists',
      },
      'No candidate lists': { Type: 'Pass', End: true },
      'Train candidate lists': {
        Type: 'Task',
        Resource: TRAINING_JOB,
        Arguments: trainingJob(parts, {
          name: jobName("'lists'"),
          image: parts.images.recommender,
          instanceType: parts.recommender.instanceType,
          hyperparameters: parts.recommender.hyperparameters,
          channels: { interactions: artifact(parts, "'/data/interactions/'") },
          output: artifact(parts, "'/models/lists'"),
          checkpoints: checkpoints(parts, "'lists'"),
        }),
        TimeoutSeconds: 43_200,
        Retry: retryJob,
        Next: 'Publish candidate lists',
      },
      'Publish candidate lists': {
        ...invoke({
          functionArn: parts.functions.publishCandidates,
          payload: { modelDataUrl: expr('$states.input.ModelArtifacts.S3ModelArtifacts') },
          onError: '',
          next: '',
        }),
        Catch: undefined,
        Next: undefined,
        End: true,
      },
    },
  };
}

/** Every candidate is trained and scored alike; one that fails is set aside with its reason. */
function candidateModels(parts: TrainModelParts): object {
  const image = imageNamed(parts, '$candidate.image');
  const failed = [
    { ErrorEquals: ['States.ALL'], Next: 'Candidate failed', Assign: { setback: expr('$states.errorOutput') } },
  ];
  return {
    StartAt: 'Each candidate',
    States: {
      'Each candidate': {
        Type: 'Map',
        Items: expr('$run.plan.candidates'),
        ItemSelector: { candidate: expr('$states.context.Map.Item.Value') },
        MaxConcurrency: 10,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Take candidate',
          States: {
            'Take candidate': {
              Type: 'Pass',
              Assign: { candidate: expr('$states.input.candidate'), setback: expr('null') },
              Next: 'Train candidate',
            },
            'Train candidate': {
              Type: 'Task',
              Resource: TRAINING_JOB,
              Arguments: trainingJob(parts, {
                name: jobName("'train-' & $candidate.name"),
                image,
                instanceType: expr('$candidate.instanceType'),
                hyperparameters: expr('$candidate.hyperparameters'),
                channels: Object.fromEntries(
                  ['train', 'validation', 'test', 'serving'].map((name) => [name, artifact(parts, `'/data/${name}/'`)]),
                ),
                output: artifact(parts, "'/models/' & $candidate.name"),
                checkpoints: checkpoints(parts, '$candidate.name'),
              }),
              TimeoutSeconds: parts.training.maxWaitSeconds + 600,
              Retry: retryJob,
              Catch: failed,
              Assign: { modelDataUrl: expr('$states.result.ModelArtifacts.S3ModelArtifacts') },
              Next: 'Score candidate',
            },
            'Score candidate': {
              Type: 'Task',
              Resource: PROCESSING_JOB,
              Arguments: scoring(
                parts,
                jobName("'score-' & $candidate.name"),
                image,
                '$candidate.image',
                '$modelDataUrl',
                '$candidate.name',
              ),
              TimeoutSeconds: 21_600,
              Retry: retryJob,
              Catch: failed,
              Output: expr(
                "{ 'candidate': $candidate.name, 'image': $candidate.image, 'modelDataUrl': $modelDataUrl }",
              ),
              End: true,
            },
            'Candidate failed': {
              Type: 'Pass',
              Output: expr(
                "{ 'candidate': $candidate.name, 'image': $candidate.image, 'failure': $setback.Error & ': ' & $substring($string($setback.Cause), 0, 800) }",
              ),
              End: true,
            },
          },
        },
        End: true,
      },
    },
  };
}

/** The champion is scored on the same later window, by its own image, so that the comparison is paired. */
function championScores(parts: TrainModelParts): object {
  const image = imageNamed(parts, '$champion.image');
  return {
    StartAt: 'Is there a champion?',
    States: {
      'Is there a champion?': {
        Type: 'Choice',
        Choices: [{ Condition: expr('$champion != null'), Next: 'Score champion' }],
        Default: 'No champion yet',
      },
      'Score champion': {
        Type: 'Task',
        Resource: PROCESSING_JOB,
        Arguments: scoring(
          parts,
          jobName("'score-champion'"),
          image,
          '$champion.image',
          '$champion.modelDataUrl',
          "'champion'",
        ),
        TimeoutSeconds: 21_600,
        Retry: retryJob,
        End: true,
      },
      'No champion yet': { Type: 'Pass', End: true },
    },
  };
}

const scoring = (
  parts: TrainModelParts,
  name: string,
  image: string,
  folder: string,
  modelDataUrl: string,
  candidate: string,
) =>
  processingJob(parts, {
    name,
    image,
    module: expr(`${folder} & '.score'`),
    inputs: { model: expr(modelDataUrl), rows: artifact(parts, "'/data/test/'") },
    outputs: { scores: artifact(parts, `'/scores/' & ${candidate}`) },
  });
