import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundleOf, HANDLER_SUFFIX } from '../bundling.ts';
import type { Settings } from '../settings.ts';
import type { ShopKeys } from './shop-keys.ts';

export interface ShopFunctionProps {
  /** Path of the handler without its suffix, such as `functions/events/collect-events`. */
  readonly path: string;
  readonly description: string;
  readonly environment: Record<string, string>;
  readonly keys: ShopKeys;
  readonly settings: Settings;

  /** @default Duration.seconds(10) */
  readonly timeout?: Duration;

  /**
   * In MB; the share of a CPU grows with it.
   *
   * @default 512
   */
  readonly memorySize?: number;

  /** @default as many at once as the account allows */
  readonly reservedConcurrency?: number;
}

/** A handler on Lambda: traced, its log kept for a set time under our key, allowed nothing that it was not given. */
export class ShopFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: ShopFunctionProps) {
    const { settings, keys } = props;
    const parts = new Construct(scope, `${id}Parts`);
    const logGroup = new LogGroup(parts, 'Log', {
      retention: settings.logRetentionDays,
      encryptionKey: keys.data,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      description: props.description,
      code: handlerCode(`${props.path}${HANDLER_SUFFIX}`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      tracing: Tracing.ACTIVE,
      timeout: props.timeout ?? Duration.seconds(10),
      memorySize: props.memorySize ?? 512,
      reservedConcurrentExecutions: props.reservedConcurrency,
      role: roleThatLogs(parts, logGroup),
      logGroup,
      environment: {
        ...props.environment,
        POWERTOOLS_SERVICE_NAME: props.path.replace('functions/', ''),
        POWERTOOLS_METRICS_NAMESPACE: 'Perennial',
      },
    });
  }
}

/** Replaces AWSLambdaBasicExecutionRole, which may write to every log of the account. */
function roleThatLogs(scope: Construct, logGroup: LogGroup): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const streams = logGroup.logGroupArn;
  role.addToPolicy(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [streams] }),
  );
  return role;
}

function handlerCode(entry: string): Code {
  return Code.fromAsset(dirname(entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used-because-bundled-here'),
      // The CDK keeps one bundle for each folder and these options, and handlers share folders.
      environment: { ENTRY: entry },
      local: {
        tryBundle(outputDirectory) {
          writeFileSync(join(outputDirectory, 'index.js'), bundleOf(entry));
          return true;
        },
      },
    },
  });
}
