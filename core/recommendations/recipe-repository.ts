import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { SlateExperimentDraft } from '../experiments/contract.ts';
import { changeOnCondition, onRevision } from '../platform/change-on-condition.ts';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { newestPage } from '../platform/newest-page.ts';
import { writtenAlone, writtenTogether } from '../platform/written-together.ts';
import type { Surface } from './contract.ts';
import { Recipe } from './recipe.ts';
import type { SurfaceExperiment } from './recipe-contract.ts';

/** What a surface tries out, as it stands. */
export type StandingExperiment = Pick<SurfaceExperiment, 'revision' | 'experiment'>;

/** One of before revisions were counted has none; what a later version keeps besides says nothing here. */
const StoredExperiment = SlateExperimentDraft.strip().safeExtend({ revision: z.int().default(0) });

export type RecipeRepository = ReturnType<typeof createRecipeRepository>;

/** A shop's recipes, each with all its versions, and the experiment of each surface. */
export function createRecipeRepository(client: DynamoDBDocumentClient, tableName: string) {
  const read = async (pk: string, sk: string, ConsistentRead = false): Promise<unknown> =>
    (await client.send(new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead }))).Item;

  async function standing(shop: ShopId, surface: Surface): Promise<StandingExperiment> {
    const item = await read(shopKey(shop), experimentKey(surface), true);
    if (item === undefined) return { revision: 0, experiment: null };
    const { revision, ...experiment } = StoredExperiment.parse(item);
    return { revision, experiment };
  }

  return {
    /** The newest version, undefined where the shop wrote none. */
    async find(shop: ShopId, name: string): Promise<Recipe | undefined> {
      const item = await read(shopKey(shop), headKey(name));
      return item === undefined ? undefined : Recipe.parse(item);
    },

    async findVersion(shop: ShopId, name: string, version: number): Promise<Recipe | undefined> {
      const item = await read(recipeKey(shop, name), versionKey(version));
      return item === undefined ? undefined : Recipe.parse(item);
    },

    /** The newest version of each recipe. A shop has dozens, so they come all at once. */
    async list(shop: ShopId): Promise<Recipe[]> {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :head)',
          ExpressionAttributeValues: { ':pk': shopKey(shop), ':head': HEAD },
        },
      );
      const found: Recipe[] = [];
      for await (const { Items = [] } of pages) found.push(...Items.map((item) => Recipe.parse(item)));
      return found;
    },

    /** Versions of one recipe, newest first. */
    async listVersions(shop: ShopId, name: string, page: PageQuery): Promise<Page<Recipe>> {
      const pk = recipeKey(shop, name);
      return newestPage(client, { tableName, pk }, page, Recipe);
    },

    /** Adds the version after the newest, which it must directly follow; answers false where another came first. */
    async add(shop: ShopId, recipe: Recipe): Promise<boolean> {
      const { name, version } = recipe;
      const head = { pk: shopKey(shop), sk: headKey(name) };
      return writtenTogether(client, [
        {
          Put: {
            TableName: tableName,
            Item: { pk: recipeKey(shop, name), sk: versionKey(version), ...recipe },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        {
          Put: {
            TableName: tableName,
            Item: { ...head, ...recipe },
            ConditionExpression: version === 1 ? 'attribute_not_exists(pk)' : 'version = :before',
            ...(version === 1 ? {} : { ExpressionAttributeValues: { ':before': version - 1 } }),
          },
        },
      ]);
    },

    async experiment(shop: ShopId, surface: Surface): Promise<SlateExperimentDraft | undefined> {
      const item = await read(shopKey(shop), experimentKey(surface));
      if (item === undefined) return undefined;
      const { revision: _, ...experiment } = StoredExperiment.parse(item);
      return experiment;
    },

    /** The newest, with the revision that a change of it follows. */
    standing,

    /** Changes what a surface tries out from what it is; undefined leaves it. Answers what stands there then. */
    async changeExperiment(
      shop: ShopId,
      surface: Surface,
      change: (standing: StandingExperiment) => SlateExperimentDraft | undefined,
    ): Promise<StandingExperiment> {
      const key = { pk: shopKey(shop), sk: experimentKey(surface) };
      const { held, next } = await changeOnCondition({
        read: () => standing(shop, surface),
        change,
        write: (experiment, { revision }) => {
          const Item = { ...key, ...experiment, revision: revision + 1 };
          return writtenAlone(client, { TableName: tableName, Item, ...onRevision(revision) });
        },
        refusal: 'The experiment of this surface is changed by too many at once',
      });
      return next ? { revision: held.revision + 1, experiment: next } : held;
    },
  };
}

const HEAD = 'HEAD#';
const shopKey = (shop: ShopId) => `SHOP#${shop}#RECIPES`;
const recipeKey = (shop: ShopId, name: string) => `SHOP#${shop}#RECIPE#${name}`;
const headKey = (name: string) => `${HEAD}${name}`;
const versionKey = (version: number) => `VERSION#${String(version).padStart(8, '0')}`;
const experimentKey = (surface: Surface) => `EXPERIMENT#${surface}`;
