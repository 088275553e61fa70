import type { PutInquiriesRequest } from '../../core/chat/contract.ts';
import { PutInquiry } from '../../core/chat/contract.ts';
import { redact } from '../../core/chat/redact.ts';
import type { ShopId } from '../../core/platform/contract.ts';
import type { Lake } from '../../core/platform/lake.ts';
import { type BatchReceipt, parseRows } from '../../core/platform/parse-rows.ts';

/** Inquiries go into the lake without their personal data; readers keep one of each messageId. */
export async function putInquiries(
  shop: ShopId,
  { inquiries }: PutInquiriesRequest,
  lake: Pick<Lake, 'append'>,
  now: Date,
): Promise<BatchReceipt> {
  const { rows, rejected } = parseRows(PutInquiry, inquiries, '#/inquiries');
  const kept = rows.map((row) => ({ ...row, at: row.at ?? now.toISOString(), text: redact(row.text).text, shop }));
  if (kept.length) await lake.append('inquiries', shop, now.toISOString().slice(0, 10), kept);
  return { accepted: rows.length, rejected: [...rejected] };
}
