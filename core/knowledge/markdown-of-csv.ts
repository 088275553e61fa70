import { parse } from 'csv-parse/sync';
import { atField, ValidationError } from '../platform/errors.ts';
import { refusal } from '../platform/refusal.ts';

const QUESTION = /^(question|q|title|topic|问题|标题)$/i;
const ANSWER = /^(answer|a|text|body|content|答案|回答|内容)$/i;

/** A table of questions and answers becomes a section for each; any other table a section for each row. */
export function markdownOfCsv(text: string): string {
  const [names = [], ...rows] = readRows(text);
  const question = names.findIndex((name) => QUESTION.test(name.trim()));
  const answer = names.findIndex((name) => ANSWER.test(name.trim()));
  return rows
    .map((row) => {
      if (question >= 0 && answer >= 0) return `# ${line(row[question])}\n\n${row[answer] ?? ''}`;
      const cells = row.map((value, index) => (index && value.trim() ? `${names[index]}: ${line(value)}` : ''));
      return `# ${line(row[0])}\n\n${cells.filter(Boolean).join('; ')}.`;
    })
    .join('\n\n');
}

function readRows(text: string): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (cause) {
    const refused = refusal('not-csv', {});
    throw new ValidationError(refused, [atField('#/text', refused)], { cause });
  }
}

const line = (value = '') => value.replace(/\s+/g, ' ').trim();
