const KNOWN = [
  'no-consent',
  'suppressed',
  'no-address',
  'weekly-cap',
  'campaign-cap',
  'low-response',
  'rejected',
  'broken',
  'left-audience',
  'quiet-hours',
  'not-taken',
] as const;

/** The key of a reason's words; one that is not known here is told as such. */
export const reasonName = (reason: string) => {
  const known = KNOWN.find((one) => one === reason);
  return known ? (`campaign.reason.${known}` as const) : 'campaign.reason.other';
};
