/** A style sheet as text, which esbuild makes of it. */
declare module '*.css' {
  const text: string;
  export default text;
}
