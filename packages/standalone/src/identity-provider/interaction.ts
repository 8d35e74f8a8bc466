import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { accountByEmail, accountById, accounts } from './accounts.ts';
import { accountPage, consentPage, errorPage, renderPage } from './pages.ts';
import type { PageText } from './pages.ts';
import type { Resource } from './provider.ts';

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/** Shows the page that an authorization request waits for, and takes its answer. */
export function interactionHandler(
  provider: Provider,
  resources: readonly Resource[],
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    try {
      const details = await provider.interactionDetails(request, response);
      const hinted = accountByEmail(details.params['login_hint']);
      if (request.method !== 'POST' && details.prompt.name === 'login' && hinted !== null) {
        // Whoever pressed "sign in as alice" in the product has chosen; demo accounts have nothing more to prove.
        await provider.interactionFinished(request, response, { login: { accountId: hinted.id } });
        return;
      }
      if (request.method !== 'POST') {
        send(response, 200, await pageFor(details));
        return;
      }
      const form = await readForm(request);
      const result = details.prompt.name === 'login' ? chooseAccount(form) : await decideConsent(details, form);
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: form.get('consent') !== 'deny' });
    } catch (error) {
      const description =
        error instanceof Error && error.name === 'SessionNotFound'
          ? 'This sign-in was started elsewhere or too long ago.'
          : 'The request is not valid.';
      send(response, 400, errorPage('invalid_request', description));
    }
  };

  async function pageFor(details: Details): Promise<PageText> {
    const action = `/interaction/${details.uid}`;
    const clientId = String(details.params['client_id']);
    const client = (await provider.Client.find(clientId))?.clientName ?? clientId;
    if (details.prompt.name === 'login') return accountPage(action, client, accounts);

    const account = accountById(details.session?.accountId ?? '');
    if (account === null) return errorPage('login_required', 'Nobody is signed in.');
    const asked = [details.params['resource']].flat();
    return consentPage(action, {
      client,
      account,
      scopes: String(details.params['scope'] ?? '').split(' '),
      resources: resources
        .filter(({ audience }) => asked.includes(audience))
        .map(({ audience, description }) => ({ name: audience, description })),
    });
  }

  function chooseAccount(form: URLSearchParams): Parameters<Provider['interactionFinished']>[2] {
    const account = accountById(form.get('account') ?? '');
    if (account === null) return { error: 'access_denied', error_description: 'no such account' };
    return { login: { accountId: account.id } };
  }

  async function decideConsent(details: Details, form: URLSearchParams): Promise<Parameters<Provider['interactionFinished']>[2]> {
    if (form.get('consent') !== 'allow') return { error: 'access_denied', error_description: 'the person did not consent' };
    const missing = details.prompt.details as {
      missingOIDCScope?: string[];
      missingOIDCClaims?: string[];
      missingResourceScopes?: Record<string, string[]>;
    };
    const accountId = details.session?.accountId ?? '';
    const known = details.grantId === undefined ? undefined : await provider.Grant.find(details.grantId);
    const grant = known ?? new provider.Grant({ accountId, clientId: String(details.params['client_id']) });
    if (missing.missingOIDCScope !== undefined) grant.addOIDCScope(missing.missingOIDCScope.join(' '));
    if (missing.missingOIDCClaims !== undefined) grant.addOIDCClaims(missing.missingOIDCClaims);
    for (const [indicator, scopes] of Object.entries(missing.missingResourceScopes ?? {}))
      grant.addResourceScope(indicator, scopes.join(' '));
    return { consent: { grantId: await grant.save() } };
  }
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 4_096) throw new Error('form too long');
  }
  return new URLSearchParams(text);
}

function send(response: ServerResponse, status: number, page: PageText): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(renderPage(page));
}
