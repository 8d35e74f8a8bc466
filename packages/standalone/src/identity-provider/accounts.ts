/**
 * The people of the local identity provider. `walt` is missing on purpose: he is a local account of the product, with
 * a password, and unknown here.
 */
export interface Account {
  /** The `sub` and `preferred_username` claims. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The login in the sample warehouse, as the `login` claim names it; `null` for people without one. */
  readonly login: string | null;
  /** One line for the account picker. */
  readonly note: string;
}

export const accounts: readonly Account[] = [
  account('ada', 'Ada Lindqvist', null, 'Administrator; has no login in the warehouse'),
  account('alice', 'Alice Moreau', 'alice', 'Builds; may write to wb_a and wb_b'),
  account('bob', 'Bob Tanaka', 'bob', 'Builds; may write to wb_a'),
  account('carol', 'Carol Reyes', 'carol', 'Builds; may write nowhere in the warehouse'),
  account('vera', 'Vera Novak', null, 'Views; has no login in the warehouse'),
];

export function accountById(id: string): Account | null {
  return accounts.find((one) => one.id === id) ?? null;
}

/** The account that a `login_hint` names. */
export function accountByEmail(email: unknown): Account | null {
  return accounts.find((one) => one.email === email) ?? null;
}

function account(id: string, name: string, login: string | null, note: string): Account {
  return { id, name, email: `${id}@penstock.example`, login, note };
}
