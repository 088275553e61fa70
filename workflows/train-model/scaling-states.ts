import type { TrainModelParts } from './definition.ts';
import { literal } from './jobs.ts';
import { catchAt, expr, type State } from './states.ts';

/** The one variant of every endpoint. */
export const VARIANT = 'all';

const TARGET = {
  ServiceNamespace: 'sagemaker',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
};
const resourceOf = (endpoint: string) => expr(`'endpoint/' & ${endpoint} & '/variant/${VARIANT}'`);
const again = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3, MaxAttempts: 4, BackoffRate: 2 }];

export const scales = ({ serving }: TrainModelParts) => Object.values(serving).some(({ scaling }) => scaling);

/** Instances follow the requests that each one gets. Empty where the stage serves by the request alone. */
export function scalingStates(parts: TrainModelParts, next: string): Record<string, State> {
  if (!scales(parts)) return {};
  const limits = Object.fromEntries(
    Object.entries(parts.serving).map(([model, { scaling }]) => [model, scaling ?? null]),
  );
  const call = (action: string, Arguments: object, then: string): State => ({
    Type: 'Task',
    Resource: `arn:aws:states:::aws-sdk:applicationautoscaling:${action}`,
    Arguments: { ...TARGET, ResourceId: resourceOf('$endpointName'), ...Arguments },
    TimeoutSeconds: 60,
    Retry: again,
    Catch: catchAt('Take back'),
    Next: then,
  });
  return {
    'Scales?': {
      Type: 'Choice',
      Choices: [
        {
          Condition: expr(`$lookup(${literal(limits)}, $run.model) != null`),
          Assign: { limits: expr(`$lookup(${literal(limits)}, $run.model)`) },
          Next: 'Register scaling',
        },
      ],
      Default: next,
    },
    'Register scaling': call(
      'registerScalableTarget',
      { MinCapacity: expr('$limits.minInstances'), MaxCapacity: expr('$limits.maxInstances') },
      'Scale with requests',
    ),
    'Scale with requests': call(
      'putScalingPolicy',
      {
        PolicyName: expr("$endpointName & '-requests'"),
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: expr('$limits.invocationsPerInstance'),
          PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
          ScaleInCooldown: 300,
          ScaleOutCooldown: 60,
        },
      },
      next,
    ),
  };
}

/** An endpoint that goes takes its scaling with it. One that never scaled has none to take. */
export function forgetScaling(parts: TrainModelParts, next: string): Record<string, State> {
  if (!scales(parts)) return {};
  return {
    'Forget scaling': {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:applicationautoscaling:deregisterScalableTarget',
      Arguments: { ...TARGET, ResourceId: resourceOf('$name') },
      TimeoutSeconds: 60,
      Retry: again.map((policy) => ({ ...policy, MaxAttempts: 2 })),
      Catch: [{ ErrorEquals: ['States.ALL'], Next: next }],
      Next: next,
    },
  };
}
