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
  const byDate = new Map<string, object[]>();
  for (const row of rows) {
    const at = row.at ?? now.toISOString();
    const date = at.slice(0, 10);
    byDate.set(date, [...(byDate.get(date) ?? []), { ...row, at, text: redact(row.text).text, shop }]);
  }
  for (const [date, group] of byDate) await lake.append('inquiries', shop, date, group);
  return { accepted: rows.length, rejected: [...rejected] };
}
