/** What went wrong between us and an identity provider, in words a person may read. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import * as openid from 'openid-client';

/** No answer is "unreachable"; an answer that fails a check is "refused". Never holds a token or a code. */
export function providerFailure(error: unknown, providerName: string): PenstockError {
  if (error instanceof PenstockError) return error;
  if (error instanceof openid.AuthorizationResponseError) {
    return refused(`${providerName} answered "${plainCode(error.error)}".`, error);
  }
  if (error instanceof openid.ResponseBodyError) {
    const kind = plainCode(error.error);
    return refused(
      kind === 'invalid_client' ? `${providerName} refuses Penstock's own client.` : `${providerName} answered "${kind}".`,
      error,
    );
  }
  if (error instanceof openid.WWWAuthenticateChallengeError) {
    return refused(`${providerName} refuses Penstock's own client or the token it just gave.`, error);
  }
  if (isUnreachable(error)) {
    return new PenstockError('sign-in.provider-unreachable', `${providerName} did not answer in time or not as an identity provider.`, {
      cause: error,
    });
  }
  return refused(`The answer of ${providerName} did not pass a check: ${checkThatFailed(error)}.`, error);
}

/** The library wraps the check's own message into a general one; both are fixed texts without data. */
function checkThatFailed(error: unknown): string {
  if (!(error instanceof Error)) return 'it cannot be read';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function refused(detail: string, cause: unknown): PenstockError {
  return new PenstockError('sign-in.refused', detail, { cause });
}

/** Error codes come from outside: only what looks like one is repeated. */
function plainCode(code: string): string {
  return /^[a-z_]{1,40}$/u.test(code) ? code : 'an error';
}

const unreachableCodes = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);

function isUnreachable(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  // The library gives failures of the connection itself no code.
  return error instanceof openid.ClientError && (error.code === undefined || unreachableCodes.has(error.code));
}
