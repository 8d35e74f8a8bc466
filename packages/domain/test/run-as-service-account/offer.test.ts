import { expect, test } from 'vitest';
import { offerOf, qualificationOf } from '../../src/run-as-service-account/offer.ts';

const organization = {
  authentication: 'oauth',
  oauth: { level: 'organization', audience: 'a', scopes: [] },
  hasServiceAccount: true,
} as const;
const withoutAccount = { ...organization, hasServiceAccount: false };
const independent = { ...organization, oauth: { ...organization.oauth, level: 'independent' } } as const;
const ownCredentials = { authentication: 'static', oauth: null, hasServiceAccount: true } as const;

test('R51: the toggle is offered only with a service account on an OAuth connection', () => {
  expect(offerOf(true, [organization]).offered).toBe(true);
  expect(offerOf(true, [withoutAccount])).toEqual({
    offered: false,
    reason: 'The connection has no service account; an Admin can add one on the page of the connection.',
  });
  expect(offerOf(true, [ownCredentials]).offered).toBe(false);
  expect(offerOf(true, []).offered).toBe(false);
});

test('R52: it is not offered for independent OAuth alone; beside a connection that qualifies the others stay as they are', () => {
  expect(offerOf(true, [independent]).offered).toBe(false);
  expect(offerOf(true, [independent, organization]).offered).toBe(true);
  expect(qualificationOf(independent).qualifies).toBe(false);
});

test('R54: there is nothing to offer before the first publishing', () => {
  expect(offerOf(false, [organization]).offered).toBe(false);
});
