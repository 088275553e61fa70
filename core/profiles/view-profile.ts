import type { Profile, ProfileCluster, ProfileFacts } from './contract.ts';
import { explainProfile } from './explain-profile.ts';
import { nameClusters, wordsOfTrait } from './name-clusters.ts';
import type { Published, StoredProfile } from './profile-repository.ts';
import { rfmOf } from './rfm.ts';

/** A profile as the last refresh wrote it, in the words of the report that is published. */
export function viewProfile(stored: StoredProfile, published: Published | undefined): Profile {
  const { line, runId, computedAt, dataSet, horizonDays } = stored;
  const isClaimed = published?.report.churn.basis.mode === 'model';
  const churn =
    isClaimed && line.churn !== null && horizonDays !== null
      ? { probability: line.churn, horizonDays, calibrated: true as const }
      : null;
  return assemble(line.facts, clusterOf(published, line.cluster), churn, published, {
    computedAt,
    modelVersion: runId,
    dataSet,
  });
}

/** The same of somebody whom no refresh has met: by rules, from what they did until now. */
export function viewLive(facts: ProfileFacts, published: Published | undefined, now: Date): Profile {
  const made = { computedAt: now.toISOString(), modelVersion: LIVE, dataSet: null };
  return assemble(facts, null, null, published, made);
}

const LIVE = 'live';

function assemble(
  facts: ProfileFacts,
  cluster: Profile['cluster'],
  churn: Profile['churn'],
  published: Published | undefined,
  made: Pick<Profile, 'computedAt' | 'modelVersion' | 'dataSet'>,
): Profile {
  const report = published?.report ?? null;
  const rfm = rfmOf(facts, report?.scale ?? null);
  return {
    mode: cluster || churn ? 'model' : 'rules',
    basis: report && { clusters: report.clusters.basis, churn: report.churn.basis },
    facts,
    rfm,
    cluster,
    churn,
    reasons: explainProfile({ facts, rfm, cluster, churn, report, isLive: made.modelVersion === LIVE }),
    ...made,
  };
}

function clusterOf(published: Published | undefined, id: string | null): ProfileCluster | null {
  const found = published?.report.clusters.found.find((one) => one.id === id);
  const name = published && id !== null ? nameClusters(published.report.clusters.found).get(id) : undefined;
  return found && name
    ? { id: found.id, name, share: found.share, traits: found.traits, said: found.traits.map(wordsOfTrait) }
    : null;
}
