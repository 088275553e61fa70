import { readFileSync } from 'node:fs';
import { synthesise } from './support/synthesised.ts';

const headings = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, heading = '']) =>
  heading.toLowerCase().replaceAll(' ', '-'),
);

it.each(['dev', 'prod'] as const)('has a heading for every alarm of stage %s', (stage) => {
  const alarms = synthesise({ stage }).of('AWS::CloudWatch::Alarm');
  const named = alarms.map(([, { Properties }]) => String(Properties.AlarmDescription).replace(/^.*runbook\.md#/s, ''));

  expect(headings).toEqual(expect.arrayContaining(named));
  expect(named.length).toBeGreaterThan(5);
});

it('has no link to a heading that is not there', () => {
  const links = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/\]\(#([a-z-]+)\)/g)].map(([, link]) => link);

  expect(headings).toEqual(expect.arrayContaining(links));
});
