import { type CsvColumn, toCsv } from '../../../console/src/parts/to-csv.ts';

const endLabel = (end: string, label: string) => `${label} ${end}`;

describe('toCsv', () => {
  const columns = [
    { label: 'Name', value: ({ name }: { name: string; loss: number }) => name },
    { label: 'Loss', value: ({ loss }: { name: string; loss: number }) => loss },
    { label: 'Action' },
  ];

  it('leaves out columns without a value and quotes what needs it', () => {
    const csv = toCsv(columns, [{ name: 'bert, "blend"', loss: -0.5 }], endLabel);

    expect(csv).toBe('\uFEFFName,Loss\r\n"bert, ""blend""",-0.5\r\n');
  });

  it('never lets a cell begin a formula', () => {
    expect(toCsv(columns, [{ name: '=HYPERLINK("x")', loss: 1 }], endLabel)).toContain(`"'=HYPERLINK(""x"")",1`);
  });

  it('has the ends of an interval in columns of their own, beside its value, and leaves empty what is not known', () => {
    type Row = { delta?: { value: number; low: number; high: number } };
    const judged: CsvColumn<Row>[] = [
      { label: 'Change', value: ({ delta }) => delta?.value, interval: ({ delta }) => delta },
      { label: '95 % interval', interval: ({ delta }) => delta },
    ];

    const csv = toCsv(judged, [{ delta: { value: -0.02, low: -0.03, high: 0.01 } }, {}], endLabel);

    expect(csv.slice(1).trim().split('\r\n')).toEqual([
      'Change,Change low,Change high,95 % interval low,95 % interval high',
      '-0.02,-0.03,0.01,-0.03,0.01',
      ',,,,',
    ]);
  });
});
