/** A file with its whole text; the path is relative to the repository. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Derives files from contracts; the same contracts give the same bytes. */
export type Generator = () => readonly GeneratedFile[] | Promise<readonly GeneratedFile[]>;
