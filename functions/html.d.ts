/** HTML that the bundler places into a function as text. */
declare module '*.html' {
  const text: string;
  export default text;
}
