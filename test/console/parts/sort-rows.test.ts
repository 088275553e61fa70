import { sortRows } from '../../../console/src/parts/sort-rows.ts';

const rows = [{ loss: 2 }, { loss: undefined }, { loss: 10 }, { loss: -1 }];
const losses = (isDown: boolean) => sortRows(rows, ({ loss }) => loss, isDown).map(({ loss }) => loss);

describe('rows', () => {
  it('stand by their numbers, up or down, and those without one last', () => {
    expect(losses(false)).toEqual([-1, 2, 10, undefined]);
    expect(losses(true)).toEqual([10, 2, -1, undefined]);
  });
});
