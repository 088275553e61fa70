import type { ImportUnit } from '../../../local/import/import-format.ts';
import { itemsFormat } from '../../../local/import/items-format.ts';

async function unitsOf(...rows: Record<string, unknown>[]) {
  async function* source() {
    for (const [index, fields] of rows.entries())
      yield { row: index + 1, fields: { itemId: 'mug', title: 'Mug', price: '4.50', ...fields } };
  }
  const units: ImportUnit[] = [];
  for await (const unit of itemsFormat.units(source())) units.push(unit);
  return units;
}

describe('a catalogue in a file', () => {
  it('reads a picture as a list or as text, and leaves an item without one as it is', async () => {
    const units = await unitsOf(
      { imageVector: [0.5, 1] },
      { imageVector: '[0.5, 1]' },
      { imageVector: '0.5 1' },
      { imageVector: '' },
      {},
    );

    const pictures = units.map((unit) => ('item' in unit ? unit.item.imageVector : unit));
    expect(pictures).toEqual([[0.5, 1], [0.5, 1], [0.5, 1], undefined, undefined]);
  });

  it('says of a picture that is none which row it is in, and goes on', async () => {
    const [bad, good] = await unitsOf({ imageVector: 'mug.jpg' }, { 'attributes.colour': 'red' });

    expect(bad).toMatchObject({ firstRow: 1, problem: expect.stringContaining('imageVector') });
    expect(good).toMatchObject({ item: { price: 450, attributes: { colour: 'red' } } });
  });
});
