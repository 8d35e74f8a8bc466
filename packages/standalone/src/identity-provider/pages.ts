/**
 * The few pages of the local identity provider: choose an account, consent, sign out, error. Plain HTML that works
 * without scripts, in light and dark.
 */
import type { Account } from './accounts.ts';

export interface PageText {
  readonly title: string;
  readonly body: string;
}

export function accountPage(action: string, client: string, accounts: readonly Account[]): PageText {
  const buttons = accounts.map(
    (account) => `
      <li><button name="account" value="${escape(account.id)}">
        <span class="initial" aria-hidden="true">${escape(account.name.slice(0, 1))}</span>
        <span class="who"><b>${escape(account.name)}</b><span>${escape(account.email)}</span></span>
        <span class="note">${escape(account.note)}</span>
      </button></li>`,
  );
  return {
    title: 'Choose an account',
    body: `
      <p class="lead">to continue to <b>${escape(client)}</b></p>
      <form method="post" action="${escape(action)}"><ul class="accounts">${buttons.join('')}</ul></form>
      <p class="small">These are demo accounts of the identity provider on this machine. They have no passwords.</p>`,
  };
}

export interface ConsentSubject {
  readonly client: string;
  readonly account: Account;
  readonly scopes: readonly string[];
  /** Audiences of the access tokens that are asked for. */
  readonly resources: readonly { readonly name: string; readonly description: string }[];
}

const scopeTexts: Readonly<Record<string, string>> = {
  openid: 'Know which account is yours',
  profile: 'See your name',
  email: 'See your e-mail address',
  offline_access: 'Stay signed in while you are away',
};

export function consentPage(action: string, subject: ConsentSubject): PageText {
  const { account, client } = subject;
  const wishes = [
    ...subject.scopes.flatMap((scope) => scopeTexts[scope] ?? []),
    ...subject.resources.map(({ description }) => (account.login === null ? description : `${description} as ${account.login}`)),
  ];
  return {
    title: `Allow ${client}?`,
    body: `
      <p class="lead">${escape(account.name)}, ${escape(client)} would like to</p>
      <ul class="wishes">${wishes.map((wish) => `<li>${escape(wish)}</li>`).join('')}</ul>
      <form method="post" action="${escape(action)}" class="choice">
        <button name="consent" value="allow" class="primary">Allow</button>
        <button name="consent" value="deny">Cancel</button>
      </form>
      <p class="small">Signed in as ${escape(account.email)}. You can withdraw this in your Penstock profile.</p>`,
  };
}

/** `form` is the provider's own, with its protection against forgery, and has the id `op.logoutForm`. */
export function signOutPage(form: string): PageText {
  return {
    title: 'Sign out?',
    body: `
      <p class="lead">This ends your session at the identity provider.</p>
      ${form}
      <div class="choice">
        <button form="op.logoutForm" name="logout" value="yes" class="primary" autofocus>Sign out</button>
        <button form="op.logoutForm">Stay signed in</button>
      </div>`,
  };
}

export function signedOutPage(): PageText {
  return { title: 'You are signed out', body: '<p class="lead">You can close this page.</p>' };
}

export function errorPage(error: string, description: string): PageText {
  return {
    title: 'This sign-in cannot go on',
    body: `
      <p class="lead">${escape(description)}</p>
      <p class="small">Go back to Penstock and sign in again. Code: <code>${escape(error)}</code></p>`,
  };
}

export function renderPage({ title, body }: PageText): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)} · Penstock accounts</title>
<style>${style}</style>
</head>
<body>
<main>
  <header>${mark}<span>Penstock accounts</span></header>
  <h1>${escape(title)}</h1>
  ${body}
</main>
</body>
</html>`;
}

/** Inline styles only; the page needs nothing but its own form. */
export const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

const mark = `<svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="5" fill="var(--accent)"/>
<g fill="none" stroke="var(--on-accent)" stroke-width="2.4" stroke-linecap="round"><path d="M5 7.5h8.5a5 5 0 0 1 0 10H9"/><path d="M5 12.5h7" opacity=".6"/></g></svg>`;

const style = `
:root {
  --paper: #f8f8f6; --card: #ffffff; --ink: #1b1c1a; --soft: #5b5d58; --rule: #e6e6e1; --hover: #f1f1ee;
  --accent: #0b6b7b; --on-accent: #ffffff; --tint: #e3f1f3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161716; --card: #1c1d1c; --ink: #ecedea; --soft: #a9aca6; --rule: #2b2d2b; --hover: #262826;
    --accent: #4fb4c6; --on-accent: #04232a; --tint: #15343a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--paper); color: var(--ink);
  font: 14px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main { width: 100%; max-width: 440px; background: var(--card); border: 1px solid var(--rule); border-radius: 12px; padding: 32px; }
header { display: flex; align-items: center; gap: 8px; font-weight: 600; color: var(--soft); }
h1 { font-size: 22px; line-height: 1.25; letter-spacing: -0.01em; margin: 24px 0 4px; }
.lead { margin: 0 0 24px; color: var(--soft); }
.lead b { color: var(--ink); font-weight: 600; }
.small { margin: 24px 0 0; font-size: 12px; color: var(--soft); }
ul { list-style: none; margin: 0; padding: 0; }
button { font: inherit; color: inherit; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.accounts { margin: 0 -16px; }
.accounts li + li { border-top: 1px solid var(--rule); }
.accounts button {
  display: grid; grid-template-columns: 36px 1fr; column-gap: 12px; align-items: center; width: 100%; padding: 12px 16px;
  border: 0; border-radius: 8px; background: none; text-align: left;
}
.accounts button:hover { background: var(--hover); }
.initial {
  grid-row: span 2; width: 36px; height: 36px; border-radius: 50%; display: grid; place-items: center; font-weight: 600;
  background: var(--tint); color: var(--accent);
}
.who { display: flex; flex-wrap: wrap; gap: 0 8px; align-items: baseline; }
.who b { font-weight: 600; }
.who span, .note { color: var(--soft); font-size: 13px; }
.wishes li { padding: 12px 0; border-top: 1px solid var(--rule); }
.wishes li:last-child { border-bottom: 1px solid var(--rule); }
.wishes li::before { content: ""; display: inline-block; width: 6px; height: 6px; border-radius: 50%; background: var(--accent); margin: 0 12px 2px 2px; }
.choice { display: flex; gap: 8px; margin-top: 24px; }
.choice button { flex: 1; padding: 9px 16px; border-radius: 8px; border: 1px solid var(--rule); background: none; font-weight: 600; }
.choice button:hover { background: var(--hover); }
.choice .primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.choice .primary:hover { background: var(--accent); filter: brightness(1.07); }
code { font: 12px ui-monospace, SFMono-Regular, Menlo, monospace; }
`;

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
