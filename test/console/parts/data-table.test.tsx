import { DataTable } from '../../../console/src/parts/data-table.tsx';
import { IntervalFigure } from '../../../console/src/parts/interval-figure.tsx';
import { Panel } from '../../../console/src/parts/panel.tsx';
import { rendered } from '../../support/rendered.tsx';

const runs = [{ name: 'first' }];
const columns = [{ key: 'name', label: 'Run', cell: ({ name }: { name: string }) => name }];

describe('a table in a panel of its name', () => {
  it('is a figure that keys can scroll, and the panel the one landmark', async () => {
    const markup = await rendered(
      <Panel title="Runs">
        <DataTable label="Runs" rows={runs} keyOf={({ name }) => name} columns={columns} />
        <IntervalFigure caption="Losses" rows={[]} tick={String} margin={0} />
      </Panel>,
    );

    expect(markup.match(/<(section|nav|aside|form)\b|role="region"/g)).toEqual(['<section']);
    expect(markup).toMatch(/<figure[^>]*tabindex="0"[^>]*aria-label="Runs"/);
    expect(markup.match(/tabindex="0"/g)).toHaveLength(1);
  });
});
