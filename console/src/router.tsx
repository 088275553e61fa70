import { createRootRoute, createRoute, createRouter, lazyRouteComponent, notFound } from '@tanstack/react-router';
import * as z from 'zod';
import { CampaignId } from '../../core/campaigns/contract.ts';
import { ConversationId, ConversationState } from '../../core/chat/contract.ts';
import { ContentStatus } from '../../core/content/contract.ts';
import { RunId } from '../../core/models/contract.ts';
import { ModelName } from '../../core/models/names.ts';
import { SlateBatchId } from '../../core/recommendations/batch-contract.ts';
import { Surface } from '../../core/recommendations/contract.ts';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { PageError } from './shell/page-error.tsx';
import { Shell } from './shell/shell.tsx';

/** Digits in an address are still a string: a customer's id may be one. */
const Text = z.coerce.string().optional().catch(undefined);
const By = z.enum(['customer', 'anonymous', 'pseudonym']).default('customer').catch('customer');

/** The view of a page, as its address holds it. Whatever cannot be read is as if it were not there. */
export const SlateSearch = z.object({
  customer: Text,
  by: By,
  surface: Surface.default('home').catch('home'),
  /** The item whose reasons are open. */
  why: Text,
  k: z.coerce.number().int().min(1).max(50).default(10).catch(10),
});
/** The items that a preview is about, and the recipe that one which does not exist yet begins as. */
export const RecipeSearch = SlateSearch.omit({ why: true }).extend({
  items: z.array(z.coerce.string()).max(100).optional().catch(undefined),
  from: Text,
});
/** What the form begins as. */
export const BatchesSearch = z.object({
  kind: z.enum(['slates', 'customers']).default('slates').catch('slates'),
  recipe: Text,
});
/** The run whose messages are listed, and the customer whose message is open. */
export const CampaignSearch = z.object({ run: Text, message: Text });
export const CustomersSearch = z.object({ query: Text, customer: Text, by: By });

export const ContentSearch = z.object({
  status: ContentStatus.default('draft').catch('draft'),
  /** The text that is open. */
  text: Text,
});

export const ModelsSearch = z.object({ model: ModelName.default('purchase').catch('purchase') });

export const ConversationsSearch = z.object({
  state: ConversationState.default('waiting').catch('waiting'),
  conversation: ConversationId.optional().catch(undefined),
});

export const ExperimentsSearch = z.object({ surface: Surface.default('home').catch('home') });

/** What an address names; where it can be the name of nothing, there is no such page. */
function named<Name>(schema: z.ZodType<Name>, text: string): Name {
  const { data } = schema.safeParse(text);
  if (data === undefined) throw notFound();
  return data;
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
});
const models = createRoute({
  getParentRoute: () => root,
  path: '/models',
  validateSearch: ModelsSearch,
  component: lazyRouteComponent(() => import('./models/models-page.tsx'), 'ModelsPage'),
});
const run = createRoute({
  getParentRoute: () => root,
  path: '/models/$model/runs/$runId',
  params: { parse: ({ model, runId }) => ({ model: named(ModelName, model), runId: named(RunId, runId) }) },
  component: lazyRouteComponent(() => import('./models/run-page.tsx'), 'RunPage'),
});
const recommendations = createRoute({
  getParentRoute: () => root,
  path: '/recommendations',
  validateSearch: SlateSearch,
  component: lazyRouteComponent(() => import('./recommendations/recommendations-page.tsx'), 'RecommendationsPage'),
});
const recipe = createRoute({
  getParentRoute: () => root,
  path: '/recommendations/recipes/$name',
  validateSearch: RecipeSearch,
  component: lazyRouteComponent(() => import('./recommendations/recipe-page.tsx'), 'RecipePage'),
});
const batches = createRoute({
  getParentRoute: () => root,
  path: '/recommendations/batches',
  validateSearch: BatchesSearch,
  component: lazyRouteComponent(() => import('./recommendations/batches-page.tsx'), 'BatchesPage'),
});
const batch = createRoute({
  getParentRoute: () => root,
  path: '/recommendations/batches/$batchId',
  params: { parse: ({ batchId }) => ({ batchId: named(SlateBatchId, batchId) }) },
  component: lazyRouteComponent(() => import('./recommendations/batch-page.tsx'), 'BatchPage'),
});
const experiments = createRoute({
  getParentRoute: () => root,
  path: '/experiments',
  validateSearch: ExperimentsSearch,
  component: lazyRouteComponent(() => import('./experiments/experiments-page.tsx'), 'ExperimentsPage'),
});
const customers = createRoute({
  getParentRoute: () => root,
  path: '/customers',
  validateSearch: CustomersSearch,
  component: lazyRouteComponent(() => import('./customers/customers-page.tsx'), 'CustomersPage'),
});
const content = createRoute({
  getParentRoute: () => root,
  path: '/content',
  validateSearch: ContentSearch,
  component: lazyRouteComponent(() => import('./content/content-page.tsx'), 'ContentPage'),
});

const conversations = createRoute({
  getParentRoute: () => root,
  path: '/conversations',
  validateSearch: ConversationsSearch,
  component: lazyRouteComponent(() => import('./conversations/conversations-page.tsx'), 'ConversationsPage'),
});

const campaigns = createRoute({
  getParentRoute: () => root,
  path: '/campaigns',
  component: lazyRouteComponent(() => import('./campaigns/campaigns-page.tsx'), 'CampaignsPage'),
});
const campaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId',
  params: { parse: ({ campaignId }) => ({ campaignId: named(CampaignId, campaignId) }) },
  validateSearch: CampaignSearch,
  component: lazyRouteComponent(() => import('./campaigns/campaign-page.tsx'), 'CampaignPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    models,
    run,
    recommendations,
    recipe,
    batches,
    batch,
    experiments,
    customers,
    campaigns,
    campaign,
    conversations,
    content,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
