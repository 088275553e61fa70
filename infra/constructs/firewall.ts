import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

/** The seconds that the firewall counts over. */
const WINDOW_SECONDS = 300;

/** Stops floods and known bad callers before they cost an invocation. */
export class Firewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { requestsPerSecond }: Pick<Settings, 'requestsPerSecond'>) {
    super(scope, id);
    const managed = (name: string, priority: number): CfnWebACL.RuleProperty => ({
      name,
      priority,
      overrideAction: { none: {} },
      statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
      visibilityConfig: seen(name),
    });
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: seen('Api'),
      rules: [
        {
          name: 'RateByAddress',
          priority: 0,
          action: { block: {} },
          // A shop's own servers come from an address or two, with all of its pages: no less than the API itself takes.
          statement: {
            rateBasedStatement: { limit: WINDOW_SECONDS * requestsPerSecond, aggregateKeyType: 'IP' },
          },
          visibilityConfig: seen('RateByAddress'),
        },
        managed('AWSManagedRulesAmazonIpReputationList', 1),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 2),
      ],
    });
    this.arn = acl.attrArn;
  }
}

const seen = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
  metricName,
});
