import * as z from 'zod';
import {
  type ImportFormat,
  type ImportItem,
  type ImportUnit,
  idColumn,
  messageIdOf,
  numberColumn,
  problemOf,
  timeColumn,
} from './import-format.ts';
import type { SourceRow } from './source-file.ts';

/** The columns of UCI Online Retail (I and II): one line of an invoice a row, the lines of an invoice together. */
const InvoiceLine = z.object({
  Invoice: idColumn,
  StockCode: idColumn,
  Description: z.string().nullish(),
  Quantity: numberColumn,
  InvoiceDate: timeColumn,
  Price: numberColumn,
  'Customer ID': z.union([idColumn, z.literal('').transform(() => undefined)]).nullish(),
  Country: z.string().nullish(),
});
type InvoiceLine = z.infer<typeof InvoiceLine>;

/** An event may weigh 32 KB; some invoices of this shop have over a thousand lines. */
const LINES_PER_EVENT = 200;
/** Real products have five digits, some with letters behind; the rest is postage, fees and corrections. */
const PRODUCT_CODE = /^\d{5}/;

/** Orders and cancellations (invoices that begin with C) of a shop that named no baskets and no visits. */
export const onlineRetailFormat: ImportFormat = {
  columns: ['Invoice', 'StockCode', 'Quantity', 'InvoiceDate', 'Price'],
  units: readInvoices,
  catalogue: readCatalogue,
};

interface OpenInvoice {
  readonly firstRow: number;
  lastRow: number;
  readonly lines: InvoiceLine[];
}

async function* readInvoices(rows: AsyncIterable<SourceRow>): AsyncGenerator<ImportUnit> {
  let open: OpenInvoice | undefined;
  for await (const source of rows) {
    const reading = readLine(source);
    if ('problem' in reading) {
      if (open) yield eventOf(open);
      open = undefined;
      yield { firstRow: source.row, lastRow: source.row, problem: reading.problem };
    } else if (open?.lines[0]?.Invoice === reading.line.Invoice && open.lines.length < LINES_PER_EVENT) {
      open.lines.push(reading.line);
      open.lastRow = source.row;
    } else {
      if (open) yield eventOf(open);
      open = { firstRow: source.row, lastRow: source.row, lines: [reading.line] };
    }
  }
  if (open) yield eventOf(open);
}

function readLine(source: SourceRow): { readonly line: InvoiceLine } | { readonly problem: string } {
  if ('problem' in source) return { problem: source.problem };
  const parsed = InvoiceLine.safeParse(source.fields);
  if (!parsed.success) return { problem: problemOf(parsed.error) };
  const line = parsed.data;
  if (line.Quantity < 0 && !isCancellation(line))
    return { problem: 'Quantity: a correction of the stock, not an order' };
  if (/^A/i.test(line.Invoice)) return { problem: 'Invoice: a correction of a debt, not an order' };
  return { line };
}

function eventOf({ firstRow, lastRow, lines }: OpenInvoice): ImportUnit {
  const [first] = lines;
  if (!first) throw new Error('An invoice without lines cannot be open');
  if (!isCancellation(first) && lines.every(({ Price }) => Price <= 0))
    return { firstRow, lastRow, problem: 'Price: nothing was paid, a correction of the stock and not an order' };
  const customer = first['Customer ID'];
  const who = customer ? { userId: customer } : { anonymousId: `invoice-${first.Invoice}` };
  const products = lines.map(({ StockCode, Quantity, Price }) => ({
    product_id: StockCode,
    quantity: Math.abs(Quantity),
    price: Price,
  }));
  const call = {
    type: 'track',
    event: isCancellation(first) ? 'Order Cancelled' : 'Order Completed',
    messageId: messageIdOf('online-retail', first.Invoice, first.InvoiceDate, who, products),
    ...who,
    timestamp: first.InvoiceDate,
    properties: { order_id: first.Invoice, products },
    ...(first.Country ? { context: { location: { country: first.Country } } } : {}),
  };
  return { firstRow, lastRow, call };
}

const isCancellation = ({ Invoice }: InvoiceLine) => /^C/i.test(Invoice);

interface SeenItem {
  readonly titles: Map<string, number>;
  price: number;
}

/** Each item under the description that most of its lines carry; some lines say "damages" or "?". */
async function readCatalogue(rows: AsyncIterable<SourceRow>): Promise<ImportItem[]> {
  const seen = new Map<string, SeenItem>();
  for await (const source of rows) {
    const reading = readLine(source);
    if ('problem' in reading) continue;
    const { StockCode, Description, Price } = reading.line;
    const item = seen.get(StockCode) ?? { titles: new Map<string, number>(), price: 0 };
    const title = Description?.trim();
    if (title) item.titles.set(title, (item.titles.get(title) ?? 0) + 1);
    if (Price > 0) item.price = Price;
    seen.set(StockCode, item);
  }
  return [...seen].map(([itemId, { titles, price }]) => ({
    itemId,
    title: mostFrequent(titles) ?? itemId,
    price: Math.round(price * 100),
    isHidden: !PRODUCT_CODE.test(itemId),
  }));
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0];
}
