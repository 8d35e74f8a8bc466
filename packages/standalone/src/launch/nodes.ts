/** Further servers on the same metadata answer ten ports apart, so that the identity provider knows them beforehand. */
export const mostNodes = 9;

export function nodePort(firstPort: number, node: number): number {
  return firstPort + 10 * (node - 1);
}

export function nodeUrl(firstPort: number, node: number): string {
  return `http://127.0.0.1:${nodePort(firstPort, node)}`;
}
