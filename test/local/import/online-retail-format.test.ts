import type { ImportUnit } from '../../../local/import/import-format.ts';
import { onlineRetailFormat } from '../../../local/import/online-retail-format.ts';
import type { SourceRow } from '../../../local/import/source-file.ts';

const lineOf = (Invoice: string, Price: string, Quantity = '2') => ({
  ...{ Invoice, Price, Quantity, StockCode: '10001', InvoiceDate: '2010-01-02 10:00:00' },
});

async function unitsOf(...lines: ReturnType<typeof lineOf>[]) {
  async function* rows(): AsyncGenerator<SourceRow> {
    for (const [row, fields] of lines.entries()) yield { row, fields };
  }
  const units: ImportUnit[] = [];
  for await (const unit of onlineRetailFormat.units(rows())) units.push(unit);
  return units;
}

describe('an invoice of Online Retail', () => {
  it('for which nothing was paid is no order, and a gift beside what was paid for stays in it', async () => {
    const units = await unitsOf(lineOf('1', '0'), lineOf('2', '1.25'), lineOf('2', '0'), lineOf('C3', '0', '-2'));

    expect(units).toMatchObject([
      { firstRow: 0, lastRow: 0, problem: expect.stringContaining('nothing was paid') },
      { firstRow: 1, lastRow: 2, call: { properties: { products: [{ price: 1.25 }, { price: 0 }] } } },
      { firstRow: 3, lastRow: 3, call: { event: 'Order Cancelled' } },
    ]);
  });
});
