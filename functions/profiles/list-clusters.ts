import type { ShopId } from '../../core/platform/contract.ts';
import { withFault } from '../../core/platform/fault.ts';
import { wordsOfBasis } from '../../core/profiles/explain-profile.ts';
import { nameClusters, wordsOfTrait } from '../../core/profiles/name-clusters.ts';
import type { ProfileRepository, Published } from '../../core/profiles/profile-repository.ts';
import type { ClusterList, ClusterView } from '../../core/profiles/refresh-contract.ts';

/** The shop's customers in groups, the largest first, and what profiles rest on. */
export async function listClusters(
  shop: ShopId,
  profiles: Pick<ProfileRepository, 'published' | 'refresh'>,
): Promise<ClusterList> {
  const [published, refresh] = await Promise.all([profiles.published(shop), profiles.refresh(shop)]);
  return {
    data: published ? viewsOf(published) : [],
    refresh: refresh ? withFault(refresh) : null,
    published: published ? restOf(published) : null,
  };
}

function viewsOf({ report: { clusters } }: Published): ClusterView[] {
  const names = nameClusters(clusters.found);
  return clusters.found.map(({ id, share, customers, traits }) => ({
    id,
    name: names.get(id) ?? { en: id, zh: id },
    share,
    customers,
    traits,
    said: traits.map(wordsOfTrait),
  }));
}

function restOf({ runId, computedAt, report }: Published): ClusterList['published'] {
  const { fingerprint, baseModel, customers, clusters, churn } = report;
  const said = { clusters: wordsOfBasis(clusters.basis, 'clusters'), churn: wordsOfBasis(churn.basis, 'churn') };
  return { runId, computedAt, dataSet: fingerprint, baseModel, customers, clusters, churn, said };
}
