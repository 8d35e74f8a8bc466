/** The package types its front door only. */
declare module 'libpg-query/wasm/libpg-query.js' {
  export default function makeInstance(): Promise<never>;
}
