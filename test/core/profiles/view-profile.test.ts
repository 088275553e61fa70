import type { StoredProfile } from '../../../core/profiles/profile-repository.ts';
import type { ProfileReport } from '../../../core/profiles/refresh-contract.ts';
import { viewLive, viewProfile } from '../../../core/profiles/view-profile.ts';
import { aLine, aReport, aReportWithoutChurn, RUN, someFacts } from '../../support/profiles.ts';

const computedAt = '2026-11-24T12:00:00.000Z';
const publishedOf = (report: ProfileReport) => ({ runId: RUN, computedAt, report });
const stored = (overrides: Partial<StoredProfile['line']> = {}): StoredProfile => ({
  line: aLine('ann', overrides),
  runId: RUN,
  computedAt,
  dataSet: 'f1',
  horizonDays: 14,
});
const said = (codes: readonly { code: string; text: { en: string; zh: string } }[], code: string) =>
  codes.find((one) => one.code === code)?.text;

describe('viewProfile', () => {
  it('says cluster and churn where they were learned, and what they rest on', () => {
    const profile = viewProfile(stored(), publishedOf(aReport()));

    expect(profile).toMatchObject({
      mode: 'model',
      cluster: { id: 'c1', name: { en: 'Lamps: order often' }, share: 0.6 },
      churn: { probability: 0.25, horizonDays: 14, calibrated: true },
      modelVersion: RUN,
      dataSet: 'f1',
    });
    expect(said(profile.reasons, 'churn')?.en).toContain('0.170');
    expect(said(profile.reasons, 'churn')?.zh).toContain('14');
  });

  it('claims no churn below the data minimum, whatever the row says, and names what is missing', () => {
    const profile = viewProfile(stored(), publishedOf(aReportWithoutChurn()));

    expect(profile.churn).toBeNull();
    expect(profile.basis?.churn).toMatchObject({ mode: 'rules', needs: { buyers: 100 }, has: { buyers: 12 } });
    expect(said(profile.reasons, 'no-churn')?.en).toContain('12 / 100 buyers');
    expect(said(profile.reasons, 'no-churn')?.en).not.toContain('80 /');
  });

  it('keeps to rules where nothing was learned of the customer', () => {
    const profile = viewProfile(stored({ cluster: null, churn: null }), publishedOf(aReport()));

    expect(profile).toMatchObject({ mode: 'rules', cluster: null, churn: null, rfm: { segment: 'loyal' } });
  });

  it('says nothing of a cluster that the report does not know', () => {
    expect(viewProfile(stored({ cluster: 'c9' }), publishedOf(aReport())).cluster).toBeNull();
  });
});

describe('viewLive', () => {
  it('is by rules and says that a refresh counts more', () => {
    const profile = viewLive(someFacts(), undefined, new Date(computedAt));

    expect(profile).toMatchObject({ mode: 'rules', basis: null, modelVersion: 'live', dataSet: null });
    expect(profile.reasons.map(({ code }) => code)).toEqual(['not-refreshed', 'rfm']);
  });

  it('speaks of one as of one', () => {
    const facts = { ...someFacts(), views: 1, adds: 2, orders: 1 };

    const [first] = viewLive(facts, undefined, new Date(computedAt)).reasons;

    expect(first?.text.en).toContain('Counted from 1 view, 2 additions to the basket and 1 order since');
  });
});
