import type { Artifacts } from '../../core/models/artifacts.ts';
import type { ProfileRepository } from '../../core/profiles/profile-repository.ts';
import { ProfileLine, ProfileReport } from '../../core/profiles/refresh-contract.ts';
import type { PublishProfilesInput, PublishProfilesOutput } from '../../workflows/refresh-profiles/contract.ts';

export interface PublishProfilesPorts {
  readonly artifacts: Pick<Artifacts, 'json' | 'lines'>;
  readonly profiles: Pick<ProfileRepository, 'note' | 'fail' | 'publish' | 'putAll'>;
}

/**
 * Puts one part of a refresh where requests find it; with the last part its report becomes the one that holds. Writing a
 * part again writes the same rows.
 */
export async function publishProfiles(
  input: PublishProfilesInput,
  { artifacts, profiles }: PublishProfilesPorts,
  now: Date,
): Promise<PublishProfilesOutput> {
  const { shop, runId } = input;
  if (input.step === 'failed') {
    await profiles.fail(shop, runId, { reason: input.reason, endedAt: now.toISOString() });
    return { next: null };
  }
  const folder = `runs/${shop}/${runId}/profiles`;
  const report = ProfileReport.parse(await artifacts.json(`${folder}/report.json`));
  const computedAt = new Date(report.until).toISOString();
  const { customers, parts } = report;
  const { part } = input;
  if (part < parts) {
    const lines = await artifacts.lines(`${folder}/part-${String(part).padStart(5, '0')}.jsonl.gz`);
    const made = { runId, computedAt, dataSet: report.fingerprint, horizonDays: report.churn.horizonDays };
    const rows = lines.map((line) => ({ line: ProfileLine.parse(line), ...made }));
    await profiles.putAll(shop, rows, now);
  }
  if (part + 1 < parts) {
    await profiles.note(shop, runId, { written: Math.round((customers * (part + 1)) / parts), customers });
    return { next: part + 1 };
  }
  await profiles.publish(shop, { runId, computedAt, report });
  await profiles.note(shop, runId, { status: 'done', written: customers, customers, endedAt: now.toISOString() });
  return { next: null };
}
