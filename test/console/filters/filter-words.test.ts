import type { FilterSubject } from '../../../console/src/filters/field-choices.ts';
import { sentenceOf } from '../../../console/src/filters/filter-words.ts';
import { rowsOf } from '../../../core/recommendations/filter/rows.ts';
import { translating } from '../../support/rendered.tsx';

async function said(text: string, language: 'en' | 'zh', subject: FilterSubject = 'items') {
  const t = await translating(language);
  return sentenceOf({ t, language, subject, currency: 'EUR' }, rowsOf(text));
}

describe('a filter in words', () => {
  it.each([
    [
      "brand in ['Acme', 'Nord'] and price <= 5000",
      'Brand is Acme or Nord, and price is at most €50.00.',
      '品牌为 Acme或Nord，且价格不超过 €50.00。',
    ],
    [
      "not isHidden and (category contains 'Shoes' or category contains 'Socks')",
      'Hidden: no, and category includes Shoes or Socks.',
      '已隐藏：否，且类目包含 Shoes或Socks。',
    ],
    [
      'firstSeenAt > now - 7d or stock between 1 and 1000',
      'First seen is within the last 7 days, or stock is between 1 and 1,000.',
      '上架时间在最近 7天内，或库存介于 1和1,000之间。',
    ],
    [
      "not (number(attributes.weight) > 9.5 or attributes.colour is null) and (brand = 'a' or price * 2 > 9)",
      'Not (attribute “weight” is more than 9.5, or attribute “colour” is missing), and (brand is a, or “price * 2 > 9”).',
      '并非（属性“weight”大于 9.5，或属性“colour”为空），且（品牌为 a，或“price * 2 > 9”）。',
    ],
    [
      "brand in customer.brands and context.surface = 'home' and price < context.item.price",
      'Brand is among brands viewed lately, and page is Home, and “price < context.item.price”.',
      '品牌在近期浏览的品牌之中，且页面为 首页，且“price < context.item.price”。',
    ],
    [
      "updatedAt >= date'2026-01-31' and not size(category) = 2",
      'Last change is not before 31 January 2026, and number of category is not 2.',
      '最近更新时间不早于 2026年1月31日，且类目的个数不为 2。',
    ],
  ])('%s', async (text, english, chinese) => {
    await expect(said(text, 'en')).resolves.toBe(english);
    await expect(said(text, 'zh')).resolves.toBe(chinese);
  });

  it('says a number whole, however small', async () => {
    await expect(said('number(attributes.dose) >= 0.0004', 'en')).resolves.toBe('Attribute “dose” is at least 0.0004.');
  });

  it('speaks of customers where it chooses them', async () => {
    const segment = "customer.orders >= 2 and customer.rfm in ['loyal', 'at-risk'] and customer.spent > 10000";

    await expect(said(segment, 'en', 'customers')).resolves.toBe(
      'Number of orders is at least 2, and RFM segment is Loyal or At risk, and spent in all is more than €100.00.',
    );
    await expect(said(segment, 'zh', 'customers')).resolves.toMatch(/^订单数不低于 2，且RFM 分层为 /);
  });

  it('says nothing of what asks nothing', async () => {
    await expect(said('', 'en')).resolves.toBeUndefined();
  });
});
