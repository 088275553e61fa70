/** Plain text that the bundler places into a function. */
declare module '*.txt' {
  const text: string;
  export default text;
}
