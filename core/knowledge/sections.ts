import { lexer, type Token, type Tokens } from 'marked';
import type { KnowledgeFormat } from './contract.ts';
import { markdownOfCsv } from './markdown-of-csv.ts';
import { markdownOfHtml } from './markdown-of-html.ts';

/** Text between two headings. */
export interface Section {
  readonly headings: readonly string[];
  readonly paragraphs: readonly string[];
}

/** A document's text without its markup, under the headings that it stands under. */
export function sectionsOf(text: string, format: KnowledgeFormat = guessedFormat(text)): Section[] {
  const markdown = format === 'html' ? markdownOfHtml(text) : format === 'csv' ? markdownOfCsv(text) : text;
  const sections: { headings: string[]; paragraphs: string[] }[] = [{ headings: [], paragraphs: [] }];
  const path: string[] = [];
  for (const token of lexer(markdown)) {
    if (token.type === 'heading') {
      path.length = Math.max(0, Math.min(path.length, token.depth - 1));
      path.push(plain(token.text));
      sections.push({ headings: [...path], paragraphs: [] });
    } else sections.at(-1)?.paragraphs.push(...paragraphsOf(token));
  }
  return sections.filter(({ paragraphs }) => paragraphs.length);
}

const guessedFormat = (text: string): KnowledgeFormat => (/^\s*<[a-z!]/i.test(text) ? 'html' : 'markdown');

function paragraphsOf(token: Token): string[] {
  switch (token.type) {
    case 'table':
      return rowsOf(token as Tokens.Table); // the marked edge: its tokens are one union with a generic member
    case 'list':
      return (token as Tokens.List).items.map(({ text }) => plain(text)).filter(Boolean);
    case 'space':
    case 'hr':
    case 'code':
    case 'def':
      return [];
    default:
      return [plain('text' in token ? String(token.text) : token.raw)].filter(Boolean);
  }
}

/** A row says what each of its cells is, so that it can be quoted alone. */
function rowsOf({ header, rows }: Tokens.Table): string[] {
  const names = header.map(({ text }) => plain(text));
  return rows.map((row) => {
    const cells = row.map(({ text }, index) => {
      const name = names[index];
      return index && name ? `${name}: ${plain(text)}` : plain(text);
    });
    return `${cells.filter(Boolean).join('; ')}.`;
  });
}

/** Without emphasis, links, images and tags. */
function plain(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|\*|`|~~)(\S(?:.*?\S)?)\1/g, '$2')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&nbsp;/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}
