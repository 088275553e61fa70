import { convert, type FormatCallback } from 'html-to-text';

const heading: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 2 });
  builder.addLiteral(`${'#'.repeat(Number(element.name.slice(1)) || 1)} `);
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 2 });
};

const row: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  builder.addLiteral('|');
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 1 });
};

const cell: FormatCallback = (element, walk, builder) => {
  builder.addLiteral(' ');
  walk(element.children, builder);
  builder.addLiteral(' |');
};

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, format: 'heading' }));
const UNSEEN = ['script', 'style', 'template', 'noscript', 'img', 'nav', 'svg', '[hidden]', '[aria-hidden=true]'];

/** What a reader sees of a page. What a browser would not show is not knowledge either. */
export function markdownOfHtml(html: string): string {
  const text = convert(html, {
    wordwrap: false,
    formatters: { heading, row, cell },
    selectors: [
      ...HEADINGS,
      ...UNSEEN.map((selector) => ({ selector, format: 'skip' })),
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'ul', options: { itemPrefix: '- ' } },
      { selector: 'table', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
      { selector: 'tr', format: 'row' },
      { selector: 'td', format: 'cell' },
      { selector: 'th', format: 'cell' },
    ],
  });
  return withTableHeads(text);
}

/** Markdown knows a table by the line below its first row. */
function withTableHeads(text: string): string {
  const lines = text.split('\n');
  return lines
    .flatMap((line, index) => {
      const isFirst = line.startsWith('|') && !lines[index - 1]?.startsWith('|');
      return isFirst ? ['', line, `|${' --- |'.repeat(Math.max(1, line.split('|').length - 2))}`] : [line];
    })
    .join('\n');
}
