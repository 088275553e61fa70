import { Duration, Fn, RemovalPolicy, Size, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  Cors,
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  type Method,
  MethodLoggingLevel,
  RequestAuthorizer,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ALLOWED_HEADERS, EXPOSED_HEADERS } from '../../core/platform/cors.ts';
import type { Settings } from '../settings.ts';
import { answerProblems } from './gateway-problems.ts';
import type { ShopKeys } from './shop-keys.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the stage: `/customers/{customerId}`. */
  readonly path: string;
  readonly handler: IFunction;

  /** Anyone may ask, without a key. @default false */
  readonly isPublic?: boolean;
}

export interface ShopApiProps {
  readonly settings: Settings;
  readonly keys: ShopKeys;
  /** Finds the shop and the role behind an `Authorization` header. */
  readonly authorizer: IFunction;
  readonly routes: readonly Route[];
}

/** Clients that add a path of their own, such as Segment's, find it below this stage. */
export const API_STAGE = 'v1';

/** Changed keys work, and withdrawn ones stop working, within this time. */
const AUTHORIZATION_KEPT = Duration.seconds(60);

/** What is said of a request: the template of its path and never the path, its caller's address or its body. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    shop: '$context.authorizer.shop',
    role: '$context.authorizer.role',
    method: '$context.httpMethod',
    route: '$context.resourcePath',
    status: '$context.status',
    latencyMs: '$context.responseLatency',
    integrationMs: '$context.integration.latency',
    authorizerMs: '$context.authorizer.latency',
    error: '$context.error.responseType',
  }),
);

/** The one way in over HTTP: every route but the public ones asks whose key it was given. */
export class ShopApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: ShopApiProps) {
    super(scope, id);
    this.api = this.createApi(props);
    this.keepExecutionLog(props);
    answerProblems(this.api);
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: props.authorizer,
      identitySources: [IdentitySource.header('Authorization')],
      resultsCacheTtl: AUTHORIZATION_KEPT,
    });
    for (const { method, path, handler, isPublic } of props.routes) {
      const integration = new LambdaIntegration(handler, { scopePermissionToMethod: false });
      const access = isPublic ? { authorizationType: AuthorizationType.NONE } : { authorizer };
      const added = this.api.root.resourceForPath(path).addMethod(method, integration, access);
      acknowledge(added, isPublic ?? false);
    }
  }

  private createApi({ settings, keys }: ShopApiProps): RestApi {
    const accessLog = new LogGroup(this, 'AccessLog', logKept(settings, keys));
    const api = new RestApi(this, 'Api', {
      restApiName: 'perennial',
      endpointTypes: [EndpointType.REGIONAL],
      minCompressionSize: Size.bytes(1024),
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.DESTROY,
      deployOptions: {
        stageName: API_STAGE,
        // A trace of the stage holds the path as it was called, with the customer's id in it; functions trace themselves.
        tracingEnabled: false,
        loggingLevel: MethodLoggingLevel.ERROR,
        throttlingRateLimit: settings.requestsPerSecond,
        throttlingBurstLimit: settings.requestBurst,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: ACCESS_LOG,
      },
      defaultCorsPreflightOptions: {
        allowOrigins: Cors.ALL_ORIGINS,
        allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
        allowHeaders: [...ALLOWED_HEADERS],
        exposeHeaders: [...EXPOSED_HEADERS],
        maxAge: Duration.hours(2),
      },
    });
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG2',
      reason: 'Handlers validate with zod and name every bad field; the gateway would refuse without saying which.',
    });
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason: 'The one policy that API Gateway accepts for the role with which an account lets it write logs.',
    });
    if (!settings.firewall) {
      Validations.of(api.deploymentStage).acknowledge({
        id: 'AwsSolutions-APIG3',
        reason: 'A firewall bills while the shop sleeps; the setting `firewall` adds one, as stage prod does.',
      });
    }
    return api;
  }

  /** API Gateway creates this log itself, unencrypted and for ever, unless it is there first. */
  private keepExecutionLog({ settings, keys }: ShopApiProps): void {
    const name = Fn.join('', ['API-Gateway-Execution-Logs_', this.api.restApiId, `/${API_STAGE}`]);
    const log = new LogGroup(this, 'ExecutionLog', { ...logKept(settings, keys), logGroupName: name });
    this.api.deploymentStage.node.addDependency(log);
  }
}

function logKept(settings: Settings, keys: ShopKeys) {
  return { retention: settings.logRetentionDays, encryptionKey: keys.data, removalPolicy: RemovalPolicy.DESTROY };
}

function acknowledge(method: Method, isPublic: boolean): void {
  Validations.of(method).acknowledge({
    id: 'AwsSolutions-COG4',
    reason: isPublic
      ? 'The description of the API and its documentation are for everyone.'
      : 'A request authorizer checks the keys of servers and browsers, and Cognito tokens too.',
  });
  if (isPublic) {
    Validations.of(method).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'The description of the API and its documentation are for everyone.',
    });
  }
}
