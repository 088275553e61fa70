/** The part of html-to-text that is used; the package comes without types. */
declare module 'html-to-text' {
  interface Element {
    readonly name: string;
    readonly children: readonly unknown[];
  }
  interface Builder {
    openBlock(options: { leadingLineBreaks?: number }): void;
    closeBlock(options: { trailingLineBreaks?: number }): void;
    addLiteral(text: string): void;
  }
  export type FormatCallback = (
    element: Element,
    walk: (children: readonly unknown[], builder: Builder) => void,
    builder: Builder,
    options: unknown,
  ) => void;
  interface Selector {
    readonly selector: string;
    readonly format?: string;
    readonly options?: Readonly<Record<string, unknown>>;
  }
  export function convert(
    html: string,
    options: {
      readonly wordwrap: number | false;
      readonly formatters: Readonly<Record<string, FormatCallback>>;
      readonly selectors: readonly Selector[];
    },
  ): string;
}
