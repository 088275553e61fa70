import type { Role } from '../../core/platform/contract.ts';
import type { RecommendationSources } from './get-recommendations.ts';

/**
 * What a caller's slate is made with. A person in the console looks, and no customer is shown what they see: no experiment
 * takes part and no decision is written down, so that nothing counts as shown.
 */
export const sourcesFor = (role: Role, sources: RecommendationSources): RecommendationSources =>
  role === 'console'
    ? { ...sources, recipes: { ...sources.recipes, experiment: async () => undefined }, log: async () => {} }
    : sources;
