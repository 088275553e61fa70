import { Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type { SlateEnv } from '../../core/recommendations/contract.ts';
import type { RecipesEnv } from '../../core/recommendations/recipe-contract.ts';
import { ALERT_PERIOD } from '../constructs/alerts.ts';
import { allowInvokeEndpoints } from '../constructs/sagemaker-access.ts';
import type { Route } from '../constructs/shop-api.ts';
import type { TableAction } from '../constructs/shop-table.ts';
import { type AreaProps, allowPseudonyms, areaFunction } from './area.ts';

const SLATES = 'functions/recommendations/get-recommendations';

/** Slates: read from what is known, made by recipes, ordered by the champion when it answers in time. */
export class RecommendationFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: AreaProps) {
    super(scope, id);
    const recipe = (name: string, description: string, ...actions: TableAction[]) =>
      this.recipeFunction(props, `functions/recommendations/${name}`, description, actions);
    const get = 'dynamodb:GetItem';
    this.routes = [
      { method: 'GET', path: '/recommendations', handler: this.getRecommendations(props) },
      { method: 'GET', path: '/recipes', handler: recipe('list-recipes', 'Lists recipes', 'dynamodb:Query') },
      { method: 'POST', path: '/recipes/preview', handler: this.previewRecipe(props) },
      { method: 'GET', path: '/recipes/{name}', handler: recipe('get-recipe', 'Shows a recipe', get) },
      {
        method: 'PUT',
        path: '/recipes/{name}',
        handler: recipe('put-recipe', 'Writes a version of a recipe', get, 'dynamodb:PutItem'),
      },
      {
        method: 'DELETE',
        path: '/recipes/{name}',
        handler: recipe('delete-recipe', 'Deletes a recipe that no experiment runs with', get, 'dynamodb:PutItem'),
      },
      {
        method: 'GET',
        path: '/recipes/{name}/versions',
        handler: recipe('list-recipe-versions', 'Lists the versions of a recipe', 'dynamodb:Query'),
      },
      {
        method: 'GET',
        path: '/recommendations/experiments/{surface}',
        handler: recipe('get-experiment', 'Shows which recipes compete for a surface', get, 'dynamodb:Query'),
      },
      {
        method: 'PUT',
        path: '/recommendations/experiments/{surface}',
        handler: recipe(
          'put-experiment',
          'Sets which recipes compete for a surface',
          get,
          'dynamodb:PutItem',
          'dynamodb:Query',
        ),
      },
    ];
    this.watch(props, 're-ranker-left-out', 'ReRankerLeftOut', 'Slates are ordered without the champion');
    this.watch(props, 'recommender-left-out', 'RecommenderLeftOut', 'Slates are made of the lists alone');
  }

  private getRecommendations(props: AreaProps): IFunction {
    const { tables, decisions } = props.data;
    const handler = areaFunction(this, props, {
      path: SLATES,
      description: 'Chooses a slate for a customer and writes the decision down',
      memorySize: 1_024,
      environment: {
        ...slateEnvironment(props),
        RECIPES_TABLE_NAME: tables.recipes.tableName,
        DECISIONS_QUEUE_URL: decisions.queue.queueUrl,
      },
    });
    allowSlates(handler, props);
    tables.recipes.allow(handler, 'dynamodb:GetItem', 'dynamodb:Query');
    decisions.allowSend(handler);
    return handler;
  }

  private previewRecipe(props: AreaProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/recommendations/preview-recipe',
      description: 'Shows what a draft of a recipe would give a customer, and what its rules cost',
      memorySize: 1_024,
      environment: slateEnvironment(props),
    });
    allowSlates(handler, props);
    return handler;
  }

  private recipeFunction(props: AreaProps, path: string, description: string, actions: TableAction[]): IFunction {
    const { recipes } = props.data.tables;
    const environment: RecipesEnv = { RECIPES_TABLE_NAME: recipes.tableName };
    const handler = areaFunction(this, props, { path, description, environment });
    recipes.allow(handler, ...actions);
    return handler;
  }

  private watch({ data: { alerts } }: AreaProps, name: string, metricName: string, meaning: string): void {
    alerts.when(this, {
      name,
      meaning: `${meaning}: the endpoint is late, broken or gone.`,
      metric: new Metric({
        namespace: 'Perennial',
        metricName,
        dimensionsMap: { service: SLATES.replace('functions/', '') },
        statistic: 'Sum',
        period: ALERT_PERIOD,
      }),
      above: 100,
      periods: 3,
      missingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

export function slateEnvironment({ data: { tables, keys }, settings }: AreaProps) {
  return {
    SHOPS_TABLE_NAME: tables.shops.tableName,
    STATE_TABLE_NAME: tables.state.tableName,
    ITEMS_TABLE_NAME: tables.items.tableName,
    CANDIDATES_TABLE_NAME: tables.candidates.tableName,
    MODELS_TABLE_NAME: tables.models.tableName,
    SHOP_KEY_ID: keys.wrapping.keyId,
    RERANK_DEADLINE_MS: String(settings.rerankDeadlineMs),
    RECOMMEND_DEADLINE_MS: String(settings.recommendDeadlineMs),
  } satisfies z.input<typeof SlateEnv>;
}

/** Everything that a slate is read from, and the champion's endpoint. */
export function allowSlates(grantee: IFunction, { data }: AreaProps): void {
  const { tables } = data;
  allowPseudonyms(grantee, data);
  tables.state.allow(grantee, 'dynamodb:BatchGetItem');
  tables.items.allow(grantee, 'dynamodb:BatchGetItem', 'dynamodb:Query');
  tables.candidates.allow(grantee, 'dynamodb:BatchGetItem', 'dynamodb:GetItem');
  tables.models.allow(grantee, 'dynamodb:GetItem');
  allowInvokeEndpoints(grantee, ['purchase', 'recommender']);
}
