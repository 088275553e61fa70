import { toCsv } from '../../../console/src/parts/to-csv.ts';

describe('toCsv', () => {
  const columns = [
    { label: 'Name', value: ({ name }: { name: string; loss: number }) => name },
    { label: 'Loss', value: ({ loss }: { name: string; loss: number }) => loss },
    { label: 'Action' },
  ];

  it('leaves out columns without a value and quotes what needs it', () => {
    const csv = toCsv(columns, [{ name: 'bert, "blend"', loss: -0.5 }]);

    expect(csv).toBe('\uFEFFName,Loss\r\n"bert, ""blend""",-0.5\r\n');
  });

  it('never lets a cell begin a formula', () => {
    expect(toCsv(columns, [{ name: '=HYPERLINK("x")', loss: 1 }])).toContain(`"'=HYPERLINK(""x"")",1`);
  });
});
