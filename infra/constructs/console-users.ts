import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

/** What somebody who signs in may do; the handlers check it. */
const GROUPS = {
  admin: 'Settings, keys and people',
  marketer: 'Everything that reaches customers',
  viewer: 'Reading alone',
};

/** The people of the shops who sign in to the console. Nobody signs up; each belongs to one shop and cannot change which. */
export class ConsoleUsers extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, settings: Pick<Settings, 'consoleMfa' | 'isProtected'>) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      customAttributes: { shop: new StringAttribute({ mutable: true, minLen: 1, maxLen: 64 }) },
      mfa: settings.consoleMfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: settings.isProtected,
      removalPolicy: settings.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const [groupName, description] of Object.entries(GROUPS)) {
      new CfnUserPoolGroup(this, groupName, { userPoolId: this.pool.userPoolId, groupName, description });
    }
    this.client = this.createClient();
    this.acknowledge(settings);
  }

  private createClient(): UserPoolClient {
    return this.pool.addClient('Console', {
      authFlows: { userPassword: true, userSrp: true },
      disableOAuth: true,
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(7),
      readAttributes: new ClientAttributes().withStandardAttributes({ email: true }).withCustomAttributes('shop'),
      writeAttributes: new ClientAttributes().withStandardAttributes({ fullname: true, locale: true }),
    });
  }

  private acknowledge({ consoleMfa }: Pick<Settings, 'consoleMfa'>): void {
    Validations.of(this.pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason: 'The plus plan bills each user who signs in; long passwords and one-time codes are there without it.',
    });
    if (consoleMfa === 'required') return;
    Validations.of(this.pool).acknowledge({
      id: 'AwsSolutions-COG2',
      reason: 'This stage holds no real customers: a second factor is offered, and required in stage prod.',
    });
  }
}
