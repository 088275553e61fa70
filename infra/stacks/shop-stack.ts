import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DecisionFunctions } from '../areas/decision-functions.ts';
import { DirectoryFunctions } from '../areas/directory-functions.ts';
import { EventFunctions } from '../areas/event-functions.ts';
import { PlatformFunctions } from '../areas/platform-functions.ts';
import { RecommendationBatches } from '../areas/recommendation-batches.ts';
import { RecommendationFunctions } from '../areas/recommendation-functions.ts';
import type { Route } from '../constructs/shop-api.ts';
import { exported } from './exported.ts';
import type { StageStackProps } from './stage-stack-props.ts';

/** What a shop talks to: events in, catalogue and customers, recommendations out. */
export class ShopStack extends Stack {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: StageStackProps) {
    super(scope, id, props);
    const area = { data: props.data, settings: props.settings };
    const platform = new PlatformFunctions(this, 'Platform', area);
    this.routes = [
      ...new EventFunctions(this, 'Events', area).routes,
      ...new DirectoryFunctions(this, 'Directory', area).routes,
      ...new DecisionFunctions(this, 'Decisions', area).routes,
      ...new RecommendationFunctions(this, 'Recommendations', area).routes,
      ...new RecommendationBatches(this, 'RecommendationBatches', area).routes,
      ...platform.routes,
    ];
    exported(this, { CreateShopFunctionName: platform.createShop.functionName });
  }
}
