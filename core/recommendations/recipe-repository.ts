import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { SlateExperimentDraft } from '../experiments/contract.ts';
import { changeOnCondition, onRevision } from '../platform/change-on-condition.ts';
import type { PageQuery, ShopId } from '../platform/contract.ts';
import type { Page } from '../platform/cursor.ts';
import { allRows, pageOfRows } from '../platform/partition-rows.ts';
import { refusal } from '../platform/refusal.ts';
import { writtenAlone, writtenTogether } from '../platform/written-together.ts';
import type { Surface } from './contract.ts';
import { Recipe } from './recipe.ts';
import type { SurfaceExperiment } from './recipe-contract.ts';

/** What a surface tries out, as it stands. */
export interface StandingExperiment extends Pick<SurfaceExperiment, 'revision' | 'experiment'> {
  /** Of an A/B test: nobody was given a recipe under its name before they were counted, or by other weights. */
  readonly countsEverybody: boolean;
}

/** What is to stand there. */
export interface NextExperiment extends Pick<StandingExperiment, 'countsEverybody'> {
  readonly experiment: SlateExperimentDraft;
}

/** What a recipe is, with the version that a change of it follows; one that was deleted keeps counting from where it was. */
export interface StandingRecipe {
  readonly version: number;
  readonly recipe: Recipe | undefined;
}

/** One of before revisions were counted has none; what a later version keeps besides says nothing here. */
const StoredExperiment = SlateExperimentDraft.strip().safeExtend({
  revision: z.int().default(0),
  countsEverybody: z.boolean().default(false),
});

const StoredHead = Recipe.extend({ deletedAt: z.iso.datetime().optional() });

export type RecipeRepository = ReturnType<typeof createRecipeRepository>;

/** A shop's recipes, each with all its versions, and the experiment of each surface. */
export function createRecipeRepository(client: DynamoDBDocumentClient, tableName: string) {
  const read = async (pk: string, sk: string, ConsistentRead = false): Promise<unknown> =>
    (await client.send(new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead }))).Item;

  async function standing(shop: ShopId, surface: Surface, isNewest = true): Promise<StandingExperiment> {
    const item = await read(shopKey(shop), experimentKey(surface), isNewest);
    if (item === undefined) return { revision: 0, experiment: null, countsEverybody: false };
    const { revision, countsEverybody, ...experiment } = StoredExperiment.parse(item);
    return { revision, experiment, countsEverybody };
  }

  async function standingRecipe(shop: ShopId, name: string, isNewest = true): Promise<StandingRecipe> {
    const item = await read(shopKey(shop), headKey(name), isNewest);
    if (item === undefined) return { version: 0, recipe: undefined };
    const { deletedAt, ...recipe } = StoredHead.parse(item);
    return { version: recipe.version, recipe: deletedAt === undefined ? recipe : undefined };
  }

  return {
    /** The newest version, undefined where the shop wrote none or deleted it. */
    async find(shop: ShopId, name: string): Promise<Recipe | undefined> {
      return (await standingRecipe(shop, name, false)).recipe;
    },

    standingRecipe: (shop: ShopId, name: string) => standingRecipe(shop, name),

    async findVersion(shop: ShopId, name: string, version: number): Promise<Recipe | undefined> {
      const item = await read(recipeKey(shop, name), versionKey(version));
      return item === undefined ? undefined : Recipe.parse(item);
    },

    /** The newest version of each recipe. A shop has dozens, so they come all at once. */
    async list(shop: ShopId): Promise<Recipe[]> {
      const heads = await allRows(client, { tableName, pk: shopKey(shop), prefix: HEAD }, {}, StoredHead);
      return heads.flatMap(({ deletedAt, ...recipe }) => (deletedAt === undefined ? [recipe] : []));
    },

    /** Versions of one recipe, newest first. */
    async listVersions(shop: ShopId, name: string, page: PageQuery): Promise<Page<Recipe>> {
      const pk = recipeKey(shop, name);
      return pageOfRows(client, { tableName, pk }, { ...page, isNewestFirst: true }, Recipe);
    },

    /**
     * Adds the version that directly follows what was read; answers false where somebody else has written another since, or
     * deleted what there was.
     */
    async add(shop: ShopId, recipe: Recipe, { version: before, recipe: held }: StandingRecipe): Promise<boolean> {
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
            ...onHead(before, held === undefined),
          },
        },
      ]);
    },

    /**
     * Deletes a recipe as it was read; answers false where somebody else has written it since. Its versions stay, for what
     * was decided by them names them, and so does its count, for no number may come to mean another recipe.
     */
    async remove(shop: ShopId, recipe: Recipe, deletedAt: string): Promise<boolean> {
      return writtenAlone(client, {
        TableName: tableName,
        Item: { pk: shopKey(shop), sk: headKey(recipe.name), ...recipe, deletedAt },
        ConditionExpression: 'version = :held',
        ExpressionAttributeValues: { ':held': recipe.version },
      });
    },

    async experiment(shop: ShopId, surface: Surface): Promise<SlateExperimentDraft | undefined> {
      return (await standing(shop, surface, false)).experiment ?? undefined;
    },

    /** The newest, with the revision that a change of it follows. */
    standing: (shop: ShopId, surface: Surface) => standing(shop, surface),

    /** Changes what a surface tries out from what it is; undefined leaves it. Answers what stands there then. */
    async changeExperiment(
      shop: ShopId,
      surface: Surface,
      change: (standing: StandingExperiment) => Promise<NextExperiment | undefined>,
    ): Promise<StandingExperiment> {
      const key = { pk: shopKey(shop), sk: experimentKey(surface) };
      const { held, next } = await changeOnCondition({
        read: () => standing(shop, surface),
        change,
        write: ({ experiment, countsEverybody }, { revision }) => {
          const Item = { ...key, ...experiment, countsEverybody, revision: revision + 1 };
          return writtenAlone(client, { TableName: tableName, Item, ...onRevision(revision) });
        },
        refusal: refusal('experiment-busy', {}),
      });
      return next ? { ...next, revision: held.revision + 1 } : held;
    },
  };
}

/** Of a write: the head still is of the version that was read, 0 where there was none, and as deleted as it was then. */
function onHead(version: number, isDeleted: boolean) {
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: `version = :held AND ${isDeleted ? 'attribute_exists' : 'attribute_not_exists'}(deletedAt)`,
    ExpressionAttributeValues: { ':held': version },
  };
}

const HEAD = 'HEAD#';
const shopKey = (shop: ShopId) => `SHOP#${shop}#RECIPES`;
const recipeKey = (shop: ShopId, name: string) => `SHOP#${shop}#RECIPE#${name}`;
const headKey = (name: string) => `${HEAD}${name}`;
const versionKey = (version: number) => `VERSION#${String(version).padStart(8, '0')}`;
const experimentKey = (surface: Surface) => `EXPERIMENT#${surface}`;
