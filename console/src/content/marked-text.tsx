import { useTranslation } from 'react-i18next';
import type { Claim } from '../../../core/content/contract.ts';

/** A text with each claim marked; what a mark means stands in its title and is read out with it. */
export function MarkedText({ text, claims }: { readonly text: string; readonly claims: readonly Claim[] }) {
  const { t } = useTranslation();
  let end = 0;
  const parts = claims.flatMap((claim) => {
    const before = text.slice(end, claim.start);
    end = claim.end;
    const title = t(`content.claim.${claim.status}`, { fact: claim.fact ?? '' }).trim();
    return [
      before,
      <mark key={claim.start} className="claim" data-status={claim.status} title={title}>
        {text.slice(claim.start, claim.end)}
        <span className="visually-hidden"> ({title})</span>
      </mark>,
    ];
  });
  return (
    <span>
      {parts}
      {text.slice(end)}
    </span>
  );
}
