/**
 * The one door to the network: every host that a person typed is resolved here, and the address that was judged is the
 * address that is dialled, so that no second resolution can answer differently.
 */
import { lookup } from 'node:dns/promises';
import { judgeAddress } from './address-rule.ts';
import { fetchAt } from './fetch-at.ts';

export type DialAnswer =
  | { readonly kind: 'address'; readonly address: string }
  /** The operator's rules forbid it. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unresolved'; readonly reason: string };

export interface Outbound {
  /** The address to dial for a host name or address, once, now. */
  resolve(host: string): Promise<DialAnswer>;
  /** HTTP without redirects, to the judged address; a body is bounded. Throws when it may not or cannot. */
  fetch(url: string, init: RequestInit): Promise<Response>;
}

/** Answers all addresses of a name; Node's own in the product. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export function makeOutbound(needs: { readonly allowedPrivateHosts: readonly string[]; readonly resolve?: Resolve }): Outbound {
  const resolveAll = needs.resolve ?? resolveWithSystem;

  async function resolve(host: string): Promise<DialAnswer> {
    const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
    if (bare === '' || bare.includes('/') || bare.includes('\0')) return { kind: 'refused', reason: 'This is not a host name.' };
    let addresses: readonly string[];
    try {
      addresses = await resolveAll(bare);
    } catch {
      return { kind: 'unresolved', reason: `The name ${bare} does not resolve to an address.` };
    }
    const [first] = addresses.filter((address) => judgeAddress(bare, address, needs.allowedPrivateHosts) === 'allowed');
    if (first !== undefined) return { kind: 'address', address: first };
    if (addresses.length === 0) return { kind: 'unresolved', reason: `The name ${bare} has no address.` };
    return {
      kind: 'refused',
      reason: `${bare} is an address inside this network, which may only be dialled when the operator lists it in PENSTOCK_ALLOWED_PRIVATE_HOSTS.`,
    };
  }

  return {
    resolve,
    async fetch(url, init) {
      const target = new URL(url);
      if (target.protocol !== 'https:' && target.protocol !== 'http:') throw new TypeError('Only http and https can be fetched.');
      const answer = await resolve(target.hostname);
      if (answer.kind !== 'address') throw new TypeError(answer.reason);
      return fetchAt(target, answer.address, init);
    },
  };
}

async function resolveWithSystem(host: string): Promise<readonly string[]> {
  const answers = await lookup(host, { all: true, verbatim: true });
  return answers.map(({ address }) => address);
}
