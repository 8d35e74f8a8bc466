/** Generated from /openapi.json; tests/browser/api-types.test.ts compares it with a running server and renews it. */
export interface paths {
    readonly "/auth/sign-in": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Start signing in at the identity provider */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly returnTo?: string;
                    readonly loginHint?: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/callback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where the identity provider sends the browser back to */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/connections/{id}/sign-in": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Sign in at the provider of one connection that has its own */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly returnTo?: string;
                    readonly loginHint?: string;
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/connections/{id}/callback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where a connection's provider sends the browser back to */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/password": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Sign in to a local account */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly email: string;
                        readonly password: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/sign-out": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End this session */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly redirectTo: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/sign-in-options": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What the sign-in page offers */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly organizationName: string;
                            readonly methods: readonly ("oauth" | "password")[];
                            readonly provider: {
                                readonly name: string;
                            } | null;
                            readonly setUpNeeded: boolean;
                            readonly demoAccounts: readonly {
                                readonly name: string;
                                readonly email: string;
                                readonly note: string;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/set-up": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Make the first Admin, once */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly setUpToken: string;
                        readonly organizationName: string;
                        readonly admin: {
                            /** Format: email */
                            readonly email: string;
                            readonly name: string;
                            readonly password?: string;
                        };
                        readonly authentication: {
                            /** @enum {string} */
                            readonly method: "oauth" | "oauth-or-password";
                            readonly provider: {
                                readonly name: string;
                                readonly issuer: string;
                                readonly clientId: string;
                                /** @default [] */
                                readonly scopes?: readonly string[];
                                /**
                                 * @default RS256
                                 * @enum {string}
                                 */
                                readonly idTokenAlgorithm?: "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512" | "EdDSA" | "Ed25519";
                                /**
                                 * @description Every e-mail address that the provider states counts as verified.
                                 * @default false
                                 */
                                readonly trustsEmail?: boolean;
                                /** @description Write only; left out, the kept one stays. */
                                readonly clientSecret?: string;
                            } | null;
                        };
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/authentication": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How people sign in */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @enum {string} */
                            readonly method: "oauth" | "oauth-or-password";
                            readonly provider: {
                                readonly name: string;
                                readonly issuer: string;
                                readonly clientId: string;
                                /** @default [] */
                                readonly scopes: readonly string[];
                                /**
                                 * @default RS256
                                 * @enum {string}
                                 */
                                readonly idTokenAlgorithm: "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512" | "EdDSA" | "Ed25519";
                                /**
                                 * @description Every e-mail address that the provider states counts as verified.
                                 * @default false
                                 */
                                readonly trustsEmail: boolean;
                                readonly hasClientSecret: boolean;
                            } | null;
                            /** @description To be registered at the provider. */
                            readonly redirectUri: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        /** Change how people sign in */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly method: "oauth" | "oauth-or-password";
                        readonly provider: {
                            readonly name: string;
                            readonly issuer: string;
                            readonly clientId: string;
                            /** @default [] */
                            readonly scopes?: readonly string[];
                            /**
                             * @default RS256
                             * @enum {string}
                             */
                            readonly idTokenAlgorithm?: "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512" | "EdDSA" | "Ed25519";
                            /**
                             * @description Every e-mail address that the provider states counts as verified.
                             * @default false
                             */
                            readonly trustsEmail?: boolean;
                            /** @description Write only; left out, the kept one stays. */
                            readonly clientSecret?: string;
                        } | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @enum {string} */
                            readonly method: "oauth" | "oauth-or-password";
                            readonly provider: {
                                readonly name: string;
                                readonly issuer: string;
                                readonly clientId: string;
                                /** @default [] */
                                readonly scopes: readonly string[];
                                /**
                                 * @default RS256
                                 * @enum {string}
                                 */
                                readonly idTokenAlgorithm: "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512" | "EdDSA" | "Ed25519";
                                /**
                                 * @description Every e-mail address that the provider states counts as verified.
                                 * @default false
                                 */
                                readonly trustsEmail: boolean;
                                readonly hasClientSecret: boolean;
                            } | null;
                            /** @description To be registered at the provider. */
                            readonly redirectUri: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/members/{id}/password": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Give a member a password */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly password: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/profile/password": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Change my password */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly currentPassword: string;
                        readonly password: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/session": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who I am here */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly member: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly email: string;
                                readonly name: string;
                                readonly accountType: string;
                                readonly permissions: readonly string[];
                            };
                            readonly session: {
                                /** Format: uuid */
                                readonly id: string;
                                /** @enum {string} */
                                readonly through: "oauth" | "password" | "api-key";
                                readonly createdAt: string | null;
                                readonly expiresAt: string | null;
                            };
                            /** @description For the header X-Penstock-CSRF; null when an API key is used. */
                            readonly csrfToken: string | null;
                            readonly organization: {
                                readonly name: string;
                            };
                            readonly warnings: readonly {
                                readonly code: string;
                                readonly detail: string;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/profile/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** My sessions */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                /** @enum {string} */
                                readonly through: "oauth" | "password";
                                readonly address: string | null;
                                readonly userAgent: string | null;
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: date-time */
                                readonly lastSeenAt: string;
                                /** Format: date-time */
                                readonly expiresAt: string;
                                readonly isCurrent: boolean;
                            }[];
                            readonly nextCursor: null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/profile/sessions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** End one of my sessions */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/profile/warehouse-sign-ins": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** My warehouse sign-ins */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** Format: uuid */
                                readonly connectionId: string;
                                readonly connectionName: string;
                                readonly login: string | null;
                                /** @enum {string} */
                                readonly state: "signed-in" | "expired" | "none";
                                /** @description When the present access token ends; it is renewed by itself while the sign-in lasts. */
                                readonly expiresAt: string | null;
                                /** @description When the sign-in itself ends, if the provider says so. */
                                readonly refreshExpiresAt: string | null;
                                /** @description When I have to sign in again: when the sign-in itself ends or, if it cannot be renewed, its access token. */
                                readonly endsAt: string | null;
                                /** @description Where to send the browser to sign in again. */
                                readonly signInUrl: string;
                            }[];
                            readonly nextCursor: null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/profile/warehouse-sign-ins/{connectionId}/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End my sign-in to a warehouse, and to all that share its OAuth client */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly connectionId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * @description `forgotten-here-only`: the provider did not confirm.
                             * @enum {string}
                             */
                            readonly result: "revoked" | "forgotten-here-only" | "nothing-to-revoke";
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/members": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Everybody, by name */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly cursor?: string;
                    readonly limit?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly email: string;
                                readonly name: string;
                                /** @enum {string} */
                                readonly status: "active" | "deactivated";
                                readonly accountType: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string;
                                    readonly builtIn: ("view" | "build" | "admin") | null;
                                };
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly createdAt: string;
                            }[];
                            readonly nextCursor: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        /** Add a member before they sign in */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** Format: email */
                        readonly email: string;
                        readonly name: string;
                        /**
                         * Format: uuid
                         * @description UUID
                         */
                        readonly accountTypeId?: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly email: string;
                            readonly name: string;
                            /** @enum {string} */
                            readonly status: "active" | "deactivated";
                            readonly accountType: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly builtIn: ("view" | "build" | "admin") | null;
                            };
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly createdAt: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/members/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /** Change account type or status; deactivating ends all sessions */
        readonly patch: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /**
                         * Format: uuid
                         * @description UUID
                         */
                        readonly accountTypeId?: string;
                        /** @enum {string} */
                        readonly status?: "active" | "deactivated";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly email: string;
                            readonly name: string;
                            /** @enum {string} */
                            readonly status: "active" | "deactivated";
                            readonly accountType: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly builtIn: ("view" | "build" | "admin") | null;
                            };
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly createdAt: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly trace?: never;
    };
    readonly "/api/v1/members/{id}/attributes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A member's attributes */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["MemberAttributes"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        /** Replace a member's attributes */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": components["schemas"]["MemberAttributesInput"];
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["MemberAttributes"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/account-types": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Account types, lowest first */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly builtIn: ("view" | "build" | "admin") | null;
                                readonly permissions: readonly ("organization.manage" | "members.manage" | "connections.manage" | "workbooks.view" | "workbooks.explore" | "workbooks.build" | "input-tables.write" | "api-keys.use")[];
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        /** Make a custom account type */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly name: string;
                        readonly permissions: readonly ("organization.manage" | "members.manage" | "connections.manage" | "workbooks.view" | "workbooks.explore" | "workbooks.build" | "input-tables.write" | "api-keys.use")[];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly name: string;
                            readonly builtIn: ("view" | "build" | "admin") | null;
                            readonly permissions: readonly ("organization.manage" | "members.manage" | "connections.manage" | "workbooks.view" | "workbooks.explore" | "workbooks.build" | "input-tables.write" | "api-keys.use")[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/account-types/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /** Change a custom account type */
        readonly patch: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly name?: string;
                        readonly permissions?: readonly ("organization.manage" | "members.manage" | "connections.manage" | "workbooks.view" | "workbooks.explore" | "workbooks.build" | "input-tables.write" | "api-keys.use")[];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly name: string;
                            readonly builtIn: ("view" | "build" | "admin") | null;
                            readonly permissions: readonly ("organization.manage" | "members.manage" | "connections.manage" | "workbooks.view" | "workbooks.explore" | "workbooks.build" | "input-tables.write" | "api-keys.use")[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly trace?: never;
    };
    readonly "/api/v1/api-keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** My API keys */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly createdAt: string;
                                readonly expiresAt: string | null;
                                /** @description Day, UTC */
                                readonly lastUsedOn: string | null;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        /** Make an API key that acts as me; its secret is shown only now */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly name: string;
                        /** @default null */
                        readonly expiresAt?: string | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly name: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly createdAt: string;
                            readonly expiresAt: string | null;
                            /** @description Day, UTC */
                            readonly lastUsedOn: string | null;
                            readonly secret: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/api-keys/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Revoke one of my API keys */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done; there is nothing to say. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All connections */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly components["schemas"]["Connection"][];
                            readonly nextCursor: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        /** Create a connection */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": components["schemas"]["NewConnectionInput"];
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Connection"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One connection */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Connection"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        /** Delete a connection that nothing lives on */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly options?: never;
        readonly head?: never;
        /** Change a connection */
        readonly patch: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": components["schemas"]["ConnectionChangeInput"];
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Connection"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}/write-access": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Set write access: destinations, edit log and service account */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": components["schemas"]["WriteAccessChangeInput"];
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Connection"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Try a connection, saved or not, stage by stage */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": components["schemas"]["ConnectionTestRequestInput"];
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["ConnectionTest"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}/catalog": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What you may read in the warehouse */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly database?: string;
                    readonly schema?: string;
                    readonly search?: string;
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Catalog"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}/catalog/refresh": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Ask the warehouse for its catalog again; nothing of it is kept between requests */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Catalog"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}/catalog/table": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Columns of a table */
        readonly get: {
            readonly parameters: {
                readonly query: {
                    readonly database?: string;
                    readonly schema: string;
                    readonly table: string;
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["CatalogTable"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}/governance": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who can write the edit log, checked now */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["Governance"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}/data-permissions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who may read and write what on a static connection */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["DataPermissions"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        /** Replace who may read and write what on a static connection */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": components["schemas"]["DataPermissionsInput"];
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["DataPermissions"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}/role": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The roles in which I may read */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["RoleChoice"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        /** Choose the role in which I read */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description null: with my login's own rights */
                        readonly role: string | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["RoleChoice"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}/write-destinations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where you may write */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly components["schemas"]["WriteDestinationVerdict"][];
                            readonly nextCursor: null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}/write-destinations/check": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Ask the warehouse again where you may write */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly components["schemas"]["WriteDestinationVerdict"][];
                            readonly nextCursor: null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/connections/{id}/write-destinations/leftovers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Check tables that a crash left behind, until their creator signs in again: your own, or all for an Admin */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly components["schemas"]["ProbeLeftover"][];
                            readonly nextCursor: null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/teams": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Teams, by name */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly memberCount: number;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        /** Make a team */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly name: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly name: string;
                            readonly memberCount: number;
                            readonly members: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly email: string;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/teams/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A team with its members */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly name: string;
                            readonly memberCount: number;
                            readonly members: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly email: string;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        /** Delete a team and with it every grant to it */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done; there is nothing to say. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly options?: never;
        readonly head?: never;
        /** Rename a team */
        readonly patch: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly name: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly name: string;
                            readonly memberCount: number;
                            readonly members: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly email: string;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly trace?: never;
    };
    readonly "/api/v1/teams/{id}/members": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Replace who is in a team */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly memberIds: readonly string[];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly name: string;
                            readonly memberCount: number;
                            readonly members: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly email: string;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/folders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Folders that I may see, by name */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly parentId: string | null;
                                readonly owner: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly myRight: "view" | "explore" | "edit";
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        /** Make a folder */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly name: string;
                        /** @default null */
                        readonly parentId?: string | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly name: string;
                            readonly parentId: string | null;
                            readonly owner: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @enum {string} */
                            readonly myRight: "view" | "explore" | "edit";
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/folders/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Delete a folder; what lies in it moves to the folder above */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done; there is nothing to say. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly options?: never;
        readonly head?: never;
        /** Rename a folder or move it into another */
        readonly patch: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly name?: string;
                        readonly parentId?: string | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            readonly name: string;
                            readonly parentId: string | null;
                            readonly owner: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @enum {string} */
                            readonly myRight: "view" | "explore" | "edit";
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly trace?: never;
    };
    readonly "/api/v1/folders/{id}/grants": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** With whom a folder is shared */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly grants: readonly {
                                readonly to: "everyone" | {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly memberId: string;
                                    readonly name: string;
                                    readonly email: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly teamId: string;
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly right: "view" | "explore" | "edit";
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        /** Replace with whom a folder and all that lies in it is shared */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly grants: readonly {
                            readonly to: "everyone" | {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly memberId: string;
                            } | {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly teamId: string;
                            };
                            /** @enum {string} */
                            readonly right: "view" | "explore" | "edit";
                        }[];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly grants: readonly {
                                readonly to: "everyone" | {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly memberId: string;
                                    readonly name: string;
                                    readonly email: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly teamId: string;
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly right: "view" | "explore" | "edit";
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Workbooks, data models and datasets that I may open, newest first; or mine in the trash */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly cursor?: string;
                    readonly limit?: number;
                    readonly filter?: "all" | "mine" | "shared" | "recent" | "trash";
                    readonly kind?: "workbook" | "data-model" | "dataset";
                    /** @description UUID */
                    readonly folderId?: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                /** @enum {string} */
                                readonly kind: "workbook" | "data-model" | "dataset";
                                readonly name: string;
                                readonly owner: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly folderId: string | null;
                                readonly publishedNumber: number | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly updatedAt: string;
                                readonly visitedAt: string | null;
                                readonly deletedAt: string | null;
                                /** @enum {string} */
                                readonly myRight: "view" | "explore" | "edit";
                            }[];
                            readonly nextCursor: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        /** Make a workbook, a data model or a dataset with one empty page */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly name: string;
                        /**
                         * @default workbook
                         * @enum {string}
                         */
                        readonly kind?: "workbook" | "data-model" | "dataset";
                        /** @default null */
                        readonly folderId?: string | null;
                        /** @default UTC */
                        readonly documentTimeZone?: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "workbook" | "data-model" | "dataset";
                            readonly name: string;
                            readonly owner: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly folderId: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly createdAt: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly updatedAt: string;
                            /** @enum {string} */
                            readonly myRight: "view" | "explore" | "edit";
                            /**
                             * @description Which of the two versions `definition` is.
                             * @enum {string}
                             */
                            readonly version: "draft" | "published";
                            /** @description Of the draft; grows with every change. */
                            readonly revision: number;
                            readonly definition: components["schemas"]["Definition"];
                            readonly published: {
                                readonly number: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly publishedAt: string;
                                readonly publishedBy: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly summary: string;
                            } | null;
                            readonly hasUnpublishedChanges: boolean;
                            /** @description The pages of the definition with their input tables alone. */
                            readonly pages: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly elements: readonly {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    /** @enum {string} */
                                    readonly kind: "input-table";
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly inputTableId: string;
                                    readonly name: string;
                                    readonly position: number;
                                }[];
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A document in the version that I may see */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description Without it: the draft for who may edit, what is published for others. */
                    readonly version?: "draft" | "published";
                };
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "workbook" | "data-model" | "dataset";
                            readonly name: string;
                            readonly owner: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly folderId: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly createdAt: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly updatedAt: string;
                            /** @enum {string} */
                            readonly myRight: "view" | "explore" | "edit";
                            /**
                             * @description Which of the two versions `definition` is.
                             * @enum {string}
                             */
                            readonly version: "draft" | "published";
                            /** @description Of the draft; grows with every change. */
                            readonly revision: number;
                            readonly definition: components["schemas"]["Definition"];
                            readonly published: {
                                readonly number: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly publishedAt: string;
                                readonly publishedBy: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly summary: string;
                            } | null;
                            readonly hasUnpublishedChanges: boolean;
                            /** @description The pages of the definition with their input tables alone. */
                            readonly pages: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly elements: readonly {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    /** @enum {string} */
                                    readonly kind: "input-table";
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly inputTableId: string;
                                    readonly name: string;
                                    readonly position: number;
                                }[];
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        /** Put a document in the trash */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done; there is nothing to say. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly options?: never;
        readonly head?: never;
        /** Rename a document or move it to another folder */
        readonly patch: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly name?: string;
                        readonly folderId?: string | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "workbook" | "data-model" | "dataset";
                            readonly name: string;
                            readonly owner: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly folderId: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly createdAt: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly updatedAt: string;
                            /** @enum {string} */
                            readonly myRight: "view" | "explore" | "edit";
                            /**
                             * @description Which of the two versions `definition` is.
                             * @enum {string}
                             */
                            readonly version: "draft" | "published";
                            /** @description Of the draft; grows with every change. */
                            readonly revision: number;
                            readonly definition: components["schemas"]["Definition"];
                            readonly published: {
                                readonly number: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly publishedAt: string;
                                readonly publishedBy: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly summary: string;
                            } | null;
                            readonly hasUnpublishedChanges: boolean;
                            /** @description The pages of the definition with their input tables alone. */
                            readonly pages: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly elements: readonly {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    /** @enum {string} */
                                    readonly kind: "input-table";
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly inputTableId: string;
                                    readonly name: string;
                                    readonly position: number;
                                }[];
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly trace?: never;
    };
    readonly "/api/v1/trash/{id}/restore": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Take a document out of the trash */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done; there is nothing to say. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/duplicate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Make a copy of my own; input tables stay where they are */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly name: string;
                        /** @default null */
                        readonly folderId?: string | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "workbook" | "data-model" | "dataset";
                            readonly name: string;
                            readonly owner: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly folderId: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly createdAt: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly updatedAt: string;
                            /** @enum {string} */
                            readonly myRight: "view" | "explore" | "edit";
                            /**
                             * @description Which of the two versions `definition` is.
                             * @enum {string}
                             */
                            readonly version: "draft" | "published";
                            /** @description Of the draft; grows with every change. */
                            readonly revision: number;
                            readonly definition: components["schemas"]["Definition"];
                            readonly published: {
                                readonly number: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly publishedAt: string;
                                readonly publishedBy: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly summary: string;
                            } | null;
                            readonly hasUnpublishedChanges: boolean;
                            /** @description The pages of the definition with their input tables alone. */
                            readonly pages: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly elements: readonly {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    /** @enum {string} */
                                    readonly kind: "input-table";
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly inputTableId: string;
                                    readonly name: string;
                                    readonly position: number;
                                }[];
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/transfer": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Give a document to another member; its owner or an Admin does */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /**
                         * Format: uuid
                         * @description UUID
                         */
                        readonly memberId: string;
                    };
                };
            };
            readonly responses: {
                /** @description Done; there is nothing to say. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/grants": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** With whom a document is shared */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly grants: readonly {
                                readonly to: "everyone" | {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly memberId: string;
                                    readonly name: string;
                                    readonly email: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly teamId: string;
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly right: "view" | "explore" | "edit";
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        /** Replace with whom a document is shared */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly grants: readonly {
                            readonly to: "everyone" | {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly memberId: string;
                            } | {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly teamId: string;
                            };
                            /** @enum {string} */
                            readonly right: "view" | "explore" | "edit";
                        }[];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly grants: readonly {
                                readonly to: "everyone" | {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly memberId: string;
                                    readonly name: string;
                                    readonly email: string;
                                } | {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly teamId: string;
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly right: "view" | "explore" | "edit";
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/search": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Find documents and elements by name */
        readonly get: {
            readonly parameters: {
                readonly query: {
                    readonly q: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** @enum {string} */
                                readonly kind: "workbook" | "data-model" | "dataset" | "table" | "pivot" | "chart" | "input-table";
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                                readonly workbook: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string;
                                };
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/draft": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Save changes of the draft, all or none */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly changes: readonly components["schemas"]["DraftChangeInput"][];
                        /** @description What the editor saw; a page or element that somebody else has changed since is not overwritten. */
                        readonly baseRevision?: number;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly revision: number;
                            readonly definition: components["schemas"]["Definition"];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/unpublished-changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What publishing now would change for readers */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly revision: number;
                            readonly publishedNumber: number | null;
                            readonly changes: readonly {
                                /** @enum {string} */
                                readonly of: "document" | "page" | "table" | "pivot" | "chart" | "input-table" | "text" | "image" | "control";
                                readonly id: string | null;
                                readonly name: string;
                                /** @enum {string} */
                                readonly change: "added" | "removed" | "renamed" | "reordered" | "settings-changed" | "moved" | "source-changed" | "columns-added" | "columns-removed" | "columns-changed" | "filters-changed" | "content-changed";
                                readonly details: readonly string[];
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/publish": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Publish the draft as it stands at a revision */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Of the draft that the publisher saw. */
                        readonly revision: number;
                        /** @default  */
                        readonly summary?: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly number: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly publishedAt: string;
                            readonly publishedBy: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly summary: string;
                            /** @description Readers see the version before until an Admin approves what the service account would newly read. */
                            readonly awaitsApproval: boolean;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/versions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Published versions, newest first */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly cursor?: string;
                    readonly limit?: number;
                };
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly number: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly publishedAt: string;
                                readonly publishedBy: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly summary: string;
                            }[];
                            readonly nextCursor: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/versions/{number}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A published version, with what it changed */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                    readonly number: number;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly number: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601, UTC
                             */
                            readonly publishedAt: string;
                            readonly publishedBy: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly summary: string;
                            readonly definition: components["schemas"]["Definition"];
                            readonly changes: readonly {
                                /** @enum {string} */
                                readonly of: "document" | "page" | "table" | "pivot" | "chart" | "input-table" | "text" | "image" | "control";
                                readonly id: string | null;
                                readonly name: string;
                                /** @enum {string} */
                                readonly change: "added" | "removed" | "renamed" | "reordered" | "settings-changed" | "moved" | "source-changed" | "columns-added" | "columns-removed" | "columns-changed" | "filters-changed" | "content-changed";
                                readonly details: readonly string[];
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/versions/{number}/restore": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Put a published version into the draft */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                    readonly number: number;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly revision: number;
                            readonly definition: components["schemas"]["Definition"];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Changes of a document as server-sent events */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/run-as-service-account": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the published version runs as the service account, and what that means */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["RunAsServiceAccount"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        /** Switch it on, approving what is published now, or off; from the next query on */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly enabled: boolean;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["RunAsServiceAccount"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/run-as-service-account/approve": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Approve the version that waits: it is served from now on */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description The waiting version */
                        readonly number: number;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["RunAsServiceAccount"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/elements/{elementId}/runs-as": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who an element runs as, why, and what to do when that fails */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly version?: "draft" | "published";
                    /** @description A member to look as; for those who may edit */
                    readonly as?: string;
                };
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                    /** @description UUID */
                    readonly elementId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["RunsAs"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/organization/run-as-service-account": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether new sources wait for an Admin */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["RunAsServiceAccountSetting"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        /** Let new sources wait for an Admin, or not */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": components["schemas"]["RunAsServiceAccountSettingInput"];
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": components["schemas"]["RunAsServiceAccountSetting"];
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Create an empty input table */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly workbookId: string;
                        readonly pageId: string;
                        readonly name: string;
                        /** Format: uuid */
                        readonly connectionId: string;
                        readonly destinationId?: string | null;
                        readonly columns: readonly {
                            readonly id: string;
                            readonly name: string;
                            /** @enum {string} */
                            readonly type: "text" | "number" | "date" | "datetime" | "checkbox" | "single-select" | "multi-select";
                            readonly options?: readonly {
                                readonly id: string;
                                readonly label: string;
                                readonly color: string | null;
                            }[];
                            readonly order?: string;
                        }[];
                        readonly link?: {
                            readonly source: components["schemas"]["SourceInput"];
                            readonly keys: readonly {
                                readonly column: string;
                                readonly columnId: string;
                            }[];
                            /** @default [] */
                            readonly show?: readonly string[];
                            /**
                             * @default draft
                             * @enum {string}
                             */
                            readonly editableIn?: "draft" | "published";
                        };
                        readonly editId?: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly inputTable: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                                /** Format: uuid */
                                readonly workbookId: string;
                                readonly pageId: string;
                                /** Format: uuid */
                                readonly connectionId: string;
                                readonly destination: {
                                    readonly database: string;
                                    readonly schema: string;
                                };
                                readonly table: {
                                    readonly schema: string;
                                    readonly table: string;
                                };
                                readonly columns: readonly {
                                    readonly id: string;
                                    readonly name: string;
                                    /** @enum {string} */
                                    readonly type: "text" | "number" | "date" | "datetime" | "checkbox" | "single-select" | "multi-select";
                                    readonly options: readonly {
                                        readonly id: string;
                                        readonly label: string;
                                        readonly color: string | null;
                                    }[];
                                    readonly order: string;
                                    readonly generation: number;
                                }[];
                                readonly link: {
                                    readonly keyColumns: readonly string[];
                                } | null;
                                readonly headNum: number;
                                readonly appliedNum: number;
                                readonly rowCount: number | null;
                                readonly editing: {
                                    /** @enum {string} */
                                    readonly state: "open" | "restricted";
                                    readonly scope: ("me" | "table" | "connection") | null;
                                    readonly code: string | null;
                                    readonly reason: string | null;
                                    readonly nextStep: string | null;
                                };
                                readonly canEdit: boolean;
                                readonly typing: {
                                    readonly draft: {
                                        readonly allowed: boolean;
                                        readonly reason: string | null;
                                    };
                                    readonly published: {
                                        readonly allowed: boolean;
                                        readonly reason: string | null;
                                    };
                                };
                                readonly canChangeColumns: boolean;
                                readonly columnRules: readonly {
                                    readonly protection: {
                                        readonly members: readonly string[];
                                        readonly teams: readonly string[];
                                    } | null;
                                    readonly allowed: {
                                        readonly from: {
                                            /** @enum {string} */
                                            readonly kind: "values";
                                            readonly values: readonly string[];
                                        } | {
                                            /** @enum {string} */
                                            readonly kind: "element";
                                            /** Format: uuid */
                                            readonly elementId: string;
                                            readonly columnId: string;
                                        };
                                        /** @enum {string} */
                                        readonly otherwise: "warn" | "refuse";
                                    } | null;
                                    readonly columnId: string;
                                    readonly locked: boolean;
                                }[];
                                readonly canProtect: boolean;
                                readonly owner: {
                                    /** Format: uuid */
                                    readonly memberId: string;
                                    readonly login: string | null;
                                };
                                readonly grantSql: string | null;
                                readonly documentTimeZone: string;
                            };
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One input table: columns, place, who may edit */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly version?: "draft" | "published";
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** Format: uuid */
                            readonly id: string;
                            readonly name: string;
                            /** Format: uuid */
                            readonly workbookId: string;
                            readonly pageId: string;
                            /** Format: uuid */
                            readonly connectionId: string;
                            readonly destination: {
                                readonly database: string;
                                readonly schema: string;
                            };
                            readonly table: {
                                readonly schema: string;
                                readonly table: string;
                            };
                            readonly columns: readonly {
                                readonly id: string;
                                readonly name: string;
                                /** @enum {string} */
                                readonly type: "text" | "number" | "date" | "datetime" | "checkbox" | "single-select" | "multi-select";
                                readonly options: readonly {
                                    readonly id: string;
                                    readonly label: string;
                                    readonly color: string | null;
                                }[];
                                readonly order: string;
                                readonly generation: number;
                            }[];
                            readonly link: {
                                readonly keyColumns: readonly string[];
                            } | null;
                            readonly headNum: number;
                            readonly appliedNum: number;
                            readonly rowCount: number | null;
                            readonly editing: {
                                /** @enum {string} */
                                readonly state: "open" | "restricted";
                                readonly scope: ("me" | "table" | "connection") | null;
                                readonly code: string | null;
                                readonly reason: string | null;
                                readonly nextStep: string | null;
                            };
                            readonly canEdit: boolean;
                            readonly typing: {
                                readonly draft: {
                                    readonly allowed: boolean;
                                    readonly reason: string | null;
                                };
                                readonly published: {
                                    readonly allowed: boolean;
                                    readonly reason: string | null;
                                };
                            };
                            readonly canChangeColumns: boolean;
                            readonly columnRules: readonly {
                                readonly protection: {
                                    readonly members: readonly string[];
                                    readonly teams: readonly string[];
                                } | null;
                                readonly allowed: {
                                    readonly from: {
                                        /** @enum {string} */
                                        readonly kind: "values";
                                        readonly values: readonly string[];
                                    } | {
                                        /** @enum {string} */
                                        readonly kind: "element";
                                        /** Format: uuid */
                                        readonly elementId: string;
                                        readonly columnId: string;
                                    };
                                    /** @enum {string} */
                                    readonly otherwise: "warn" | "refuse";
                                } | null;
                                readonly columnId: string;
                                readonly locked: boolean;
                            }[];
                            readonly canProtect: boolean;
                            readonly owner: {
                                /** Format: uuid */
                                readonly memberId: string;
                                readonly login: string | null;
                            };
                            readonly grantSql: string | null;
                            readonly documentTimeZone: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/rows": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Rows by position or by id, now or as of an earlier moment */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly version?: "draft" | "published";
                    readonly offset?: number;
                    readonly limit?: number;
                    readonly asOf?: string;
                    readonly ids?: string;
                    readonly system?: string;
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly num: number;
                            readonly columns: readonly {
                                readonly id: string;
                                readonly name: string;
                                /** @enum {string} */
                                readonly type: "text" | "number" | "date" | "datetime" | "checkbox" | "single-select" | "multi-select";
                                readonly options: readonly {
                                    readonly id: string;
                                    readonly label: string;
                                    readonly color: string | null;
                                }[];
                                readonly order: string;
                                readonly generation: number;
                            }[];
                            readonly total: number;
                            readonly totalExact: boolean;
                            readonly offset: number;
                            readonly rows: readonly {
                                readonly id: string;
                                readonly order: string;
                                readonly cells: readonly (string | boolean | readonly string[] | null)[];
                                readonly pending?: readonly string[];
                                readonly system?: {
                                    readonly createdBy: string;
                                    readonly createdAt: string;
                                    readonly updatedBy: string;
                                    readonly updatedAt: string;
                                };
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/edits": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Log an edit; answers when the edit log has confirmed it */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly editId: string;
                        readonly baseNum: number;
                        readonly operation: {
                            /** @enum {string} */
                            readonly op: "addColumn";
                            readonly column: {
                                readonly id: string;
                                readonly name: string;
                                /** @enum {string} */
                                readonly type: "text" | "number" | "date" | "datetime" | "checkbox" | "single-select" | "multi-select";
                                readonly options: readonly {
                                    readonly id: string;
                                    readonly label: string;
                                    readonly color: string | null;
                                }[];
                                readonly order: string;
                                readonly generation: number;
                            };
                        } | {
                            /** @enum {string} */
                            readonly op: "changeColumn";
                            readonly columnId: string;
                            readonly name?: string;
                            readonly options?: readonly {
                                readonly id: string;
                                readonly label: string;
                                readonly color: string | null;
                            }[];
                            /** @enum {string} */
                            readonly type?: "text" | "number" | "date" | "datetime" | "checkbox" | "single-select" | "multi-select";
                        } | {
                            /** @enum {string} */
                            readonly op: "deleteColumn";
                            readonly columnId: string;
                        } | {
                            /** @enum {string} */
                            readonly op: "moveColumn";
                            readonly columnId: string;
                            readonly order: string;
                        } | {
                            /** @enum {string} */
                            readonly op: "insertRows";
                            readonly columns: readonly string[];
                            readonly rows: readonly {
                                readonly id: string;
                                readonly cells: readonly (string | boolean | readonly string[] | null)[];
                                readonly order: string;
                            }[];
                        } | {
                            /** @enum {string} */
                            readonly op: "updateCells";
                            readonly columns: readonly string[];
                            readonly rows: readonly {
                                readonly id: string;
                                readonly cells: readonly (string | boolean | readonly string[] | null)[];
                            }[];
                            readonly inserted: readonly {
                                readonly id: string;
                                readonly cells: readonly (string | boolean | readonly string[] | null)[];
                                readonly order: string;
                            }[];
                            readonly onlyWhile: number | null;
                        } | {
                            /** @enum {string} */
                            readonly op: "updateKeyedCells";
                            readonly columns: readonly string[];
                            readonly rows: readonly {
                                readonly keys: readonly string[];
                                readonly cells: readonly (string | boolean | readonly string[] | null)[];
                            }[];
                            readonly onlyWhile: number | null;
                        } | {
                            /** @enum {string} */
                            readonly op: "moveRows";
                            readonly rows: readonly {
                                readonly id: string;
                                readonly order: string;
                            }[];
                        } | {
                            /** @enum {string} */
                            readonly op: "deleteRows";
                            readonly rows: readonly string[];
                        } | {
                            /** @enum {string} */
                            readonly op: "restoreRows";
                            readonly rows: readonly string[];
                        };
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly editId: string;
                            readonly editNum: number;
                            readonly at: string;
                            /** @enum {string} */
                            readonly state: "logged" | "applied";
                            readonly unlisted: readonly {
                                readonly row: string;
                                readonly column: string;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/columns/{columnId}/rules": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Who may write a column, and which values are wanted in it */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                    readonly columnId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly protection: {
                            readonly members: readonly string[];
                            readonly teams: readonly string[];
                        } | null;
                        readonly allowed: {
                            readonly from: {
                                /** @enum {string} */
                                readonly kind: "values";
                                readonly values: readonly string[];
                            } | {
                                /** @enum {string} */
                                readonly kind: "element";
                                /** Format: uuid */
                                readonly elementId: string;
                                readonly columnId: string;
                            };
                            /** @enum {string} */
                            readonly otherwise: "warn" | "refuse";
                        } | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** Format: uuid */
                            readonly id: string;
                            readonly name: string;
                            /** Format: uuid */
                            readonly workbookId: string;
                            readonly pageId: string;
                            /** Format: uuid */
                            readonly connectionId: string;
                            readonly destination: {
                                readonly database: string;
                                readonly schema: string;
                            };
                            readonly table: {
                                readonly schema: string;
                                readonly table: string;
                            };
                            readonly columns: readonly {
                                readonly id: string;
                                readonly name: string;
                                /** @enum {string} */
                                readonly type: "text" | "number" | "date" | "datetime" | "checkbox" | "single-select" | "multi-select";
                                readonly options: readonly {
                                    readonly id: string;
                                    readonly label: string;
                                    readonly color: string | null;
                                }[];
                                readonly order: string;
                                readonly generation: number;
                            }[];
                            readonly link: {
                                readonly keyColumns: readonly string[];
                            } | null;
                            readonly headNum: number;
                            readonly appliedNum: number;
                            readonly rowCount: number | null;
                            readonly editing: {
                                /** @enum {string} */
                                readonly state: "open" | "restricted";
                                readonly scope: ("me" | "table" | "connection") | null;
                                readonly code: string | null;
                                readonly reason: string | null;
                                readonly nextStep: string | null;
                            };
                            readonly canEdit: boolean;
                            readonly typing: {
                                readonly draft: {
                                    readonly allowed: boolean;
                                    readonly reason: string | null;
                                };
                                readonly published: {
                                    readonly allowed: boolean;
                                    readonly reason: string | null;
                                };
                            };
                            readonly canChangeColumns: boolean;
                            readonly columnRules: readonly {
                                readonly protection: {
                                    readonly members: readonly string[];
                                    readonly teams: readonly string[];
                                } | null;
                                readonly allowed: {
                                    readonly from: {
                                        /** @enum {string} */
                                        readonly kind: "values";
                                        readonly values: readonly string[];
                                    } | {
                                        /** @enum {string} */
                                        readonly kind: "element";
                                        /** Format: uuid */
                                        readonly elementId: string;
                                        readonly columnId: string;
                                    };
                                    /** @enum {string} */
                                    readonly otherwise: "warn" | "refuse";
                                } | null;
                                readonly columnId: string;
                                readonly locked: boolean;
                            }[];
                            readonly canProtect: boolean;
                            readonly owner: {
                                /** Format: uuid */
                                readonly memberId: string;
                                readonly login: string | null;
                            };
                            readonly grantSql: string | null;
                            readonly documentTimeZone: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/columns/{columnId}/choices": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The values of a column's list, as I may see them */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly version?: "draft" | "published";
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                    readonly columnId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly values: readonly string[];
                            readonly hasMore: boolean;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The past of a cell, a row or the table, newest first */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly version?: "draft" | "published";
                    readonly row?: string;
                    readonly column?: string;
                    readonly before?: number;
                    readonly limit?: number;
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly num: number;
                                readonly editId: string;
                                readonly at: string;
                                readonly author: {
                                    readonly id: string;
                                    readonly name: string;
                                    readonly email: string;
                                };
                                readonly summary: string;
                                readonly op: string;
                                readonly value: string | boolean | readonly string[] | null;
                                readonly deletedRows: readonly string[];
                                /** @enum {string} */
                                readonly state: "applied" | "pending" | "waiting" | "rejected";
                            }[];
                            readonly nextCursor: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/pending": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Edits that are logged but not yet in the warehouse */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly version?: "draft" | "published";
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly num: number;
                                readonly editId: string;
                                readonly at: string;
                                readonly author: {
                                    readonly id: string;
                                    readonly name: string;
                                    readonly email: string;
                                };
                                /** @enum {string} */
                                readonly state: "pending" | "waiting";
                                readonly code: string | null;
                                readonly reason: string | null;
                                readonly summary: string;
                                readonly cells: readonly {
                                    readonly row: string;
                                    readonly column: string;
                                    readonly value: string | boolean | readonly string[] | null;
                                }[];
                                readonly cellCount: number;
                            }[];
                            readonly nextCursor: null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/tray": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** My edits that the warehouse refused */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly editId: string;
                                readonly num: number;
                                readonly at: string;
                                readonly code: string;
                                readonly reason: string;
                                readonly operation: {
                                    readonly [key: string]: unknown;
                                };
                            }[];
                            readonly nextCursor: null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/tray/{editId}/send-again": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Send a refused edit again under a new id */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                    readonly editId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly newEditId: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly editId: string;
                            readonly editNum: number;
                            readonly at: string;
                            /** @enum {string} */
                            readonly state: "logged" | "applied";
                            readonly unlisted: readonly {
                                readonly row: string;
                                readonly column: string;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/tray/{editId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Put a refused edit away */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                    readonly editId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done; there is nothing to say. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/adopt": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Have waiting edits of others applied with my sign-in */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly nums: readonly number[];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly adopted: readonly number[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/withdraw": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Take back edits of mine that wait */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly nums: readonly number[];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly withdrawn: readonly number[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/recheck": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Ask the warehouse again and lift what it no longer justifies */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** Format: uuid */
                            readonly id: string;
                            readonly name: string;
                            /** Format: uuid */
                            readonly workbookId: string;
                            readonly pageId: string;
                            /** Format: uuid */
                            readonly connectionId: string;
                            readonly destination: {
                                readonly database: string;
                                readonly schema: string;
                            };
                            readonly table: {
                                readonly schema: string;
                                readonly table: string;
                            };
                            readonly columns: readonly {
                                readonly id: string;
                                readonly name: string;
                                /** @enum {string} */
                                readonly type: "text" | "number" | "date" | "datetime" | "checkbox" | "single-select" | "multi-select";
                                readonly options: readonly {
                                    readonly id: string;
                                    readonly label: string;
                                    readonly color: string | null;
                                }[];
                                readonly order: string;
                                readonly generation: number;
                            }[];
                            readonly link: {
                                readonly keyColumns: readonly string[];
                            } | null;
                            readonly headNum: number;
                            readonly appliedNum: number;
                            readonly rowCount: number | null;
                            readonly editing: {
                                /** @enum {string} */
                                readonly state: "open" | "restricted";
                                readonly scope: ("me" | "table" | "connection") | null;
                                readonly code: string | null;
                                readonly reason: string | null;
                                readonly nextStep: string | null;
                            };
                            readonly canEdit: boolean;
                            readonly typing: {
                                readonly draft: {
                                    readonly allowed: boolean;
                                    readonly reason: string | null;
                                };
                                readonly published: {
                                    readonly allowed: boolean;
                                    readonly reason: string | null;
                                };
                            };
                            readonly canChangeColumns: boolean;
                            readonly columnRules: readonly {
                                readonly protection: {
                                    readonly members: readonly string[];
                                    readonly teams: readonly string[];
                                } | null;
                                readonly allowed: {
                                    readonly from: {
                                        /** @enum {string} */
                                        readonly kind: "values";
                                        readonly values: readonly string[];
                                    } | {
                                        /** @enum {string} */
                                        readonly kind: "element";
                                        /** Format: uuid */
                                        readonly elementId: string;
                                        readonly columnId: string;
                                    };
                                    /** @enum {string} */
                                    readonly otherwise: "warn" | "refuse";
                                } | null;
                                readonly columnId: string;
                                readonly locked: boolean;
                            }[];
                            readonly canProtect: boolean;
                            readonly owner: {
                                /** Format: uuid */
                                readonly memberId: string;
                                readonly login: string | null;
                            };
                            readonly grantSql: string | null;
                            readonly documentTimeZone: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/grant": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Give a colleague's warehouse login a right on the table, as its creator */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly login: string;
                        /** @enum {string} */
                        readonly privilege: "read" | "edit";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly sql: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/rebuild": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Rebuild the data table from its log, in place, as me */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly rows: number;
                            readonly num: number;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/input-tables/{id}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Live edits as server-sent events */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly version?: "draft" | "published";
                    readonly after?: number;
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/notices": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What I am to know now */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                /** @enum {string} */
                                readonly audience: "admins" | "me";
                                readonly code: string;
                                readonly subject: string;
                                readonly detail: string;
                                readonly nextStep: string;
                                readonly link: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly createdAt: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly lastSeenAt: string;
                                readonly times: number;
                            }[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/notices/{id}/dismiss": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Do not show me this notice again */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done; there is nothing to say. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/elements/{elementId}/query": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Rows of an element */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                    /** @description UUID */
                    readonly elementId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Without it, the one that I see when I open the document. A number: an older version, for who may edit. */
                        readonly version?: ("draft" | "published") | number;
                        /**
                         * @description What each control holds, by its id; others hold their initial value.
                         * @default {}
                         */
                        readonly controls?: {
                            readonly [key: string]: null | boolean | string | readonly string[] | {
                                readonly from: string | null;
                                readonly to: string | null;
                            };
                        };
                        /** @default {} */
                        readonly view?: {
                            /**
                             * @description In place of the sorts of the element; null: those.
                             * @default null
                             */
                            readonly sorts?: readonly {
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly direction: "ascending" | "descending";
                            }[] | null;
                            /**
                             * @description Beside the filters of the element.
                             * @default []
                             */
                            readonly filters?: readonly ({
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "list";
                                /** @enum {string} */
                                readonly mode: "include" | "exclude";
                                readonly values: readonly (string | boolean | null)[];
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "range";
                                readonly from: string | null;
                                readonly to: string | null;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "text";
                                /** @enum {string} */
                                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                                readonly text: string;
                                readonly caseSensitive: boolean;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "null";
                                /** @enum {string} */
                                readonly mode: "is-null" | "is-not-null";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "top";
                                readonly count: number;
                                /** @enum {string} */
                                readonly direction: "highest" | "lowest";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "control";
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly controlId: string;
                            })[];
                            /**
                             * @description By grouping id, in place of what the element says.
                             * @default {}
                             */
                            readonly collapsed?: {
                                readonly [key: string]: boolean;
                            };
                        };
                        readonly element?: components["schemas"]["ElementInput"];
                        /** @default 0 */
                        readonly offset?: number;
                        /** @default 1000 */
                        readonly limit?: number;
                        /**
                         * @description Compute anew, whatever is remembered.
                         * @default false
                         */
                        readonly refresh?: boolean;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly columns: readonly {
                                readonly id: string;
                                readonly name: string;
                                readonly type: ("text" | "number" | "logical" | "date" | "datetime") | null;
                                readonly level: string | null;
                                /** @description Why all its values are null. */
                                readonly problem: string | null;
                                /** @description Of a linked input table: the column that is typed into here. */
                                readonly inputColumnId: string | null;
                            }[];
                            /** @description One list per column; numbers, dates and datetimes as text in canonical encoding. */
                            readonly values: readonly (readonly unknown[])[];
                            readonly rowCount: number;
                            readonly hasMore: boolean;
                            readonly linked: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly inputTableId: string;
                                /** @description The number that the page shows: the base of edits made on it. */
                                readonly num: number;
                                readonly keyColumnIds: readonly string[];
                                /** @description One list per key column: what an edit names the rows by. */
                                readonly keys: readonly (readonly (string | null)[])[];
                                /** @description As live edits, refusals and the history name the rows; null: no key, nothing can be typed. */
                                readonly rowIds: readonly (string | null)[];
                                /** @description Of select columns, by their id: the ids of options. */
                                readonly cells: {
                                    readonly [key: string]: readonly (string | boolean | readonly string[] | null)[];
                                };
                                /** @description By row id: columns whose cells are logged and not yet in the warehouse. */
                                readonly pending: {
                                    readonly [key: string]: readonly string[];
                                };
                            } | null;
                            /** @description Of a pivot with totals: what each row is. Its first page has the totals of the columns; each row has its own beside it. */
                            readonly parts: readonly ("cell" | "row-total" | "column-total" | "grand-total")[] | null;
                            readonly runsAs: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly connectionId: string;
                                readonly connectionName: string;
                                /** @enum {string} */
                                readonly principal: "person" | "service-account" | "connection-credential";
                                readonly login: string | null;
                                /** @description Taken after the sign-in; null: the login's own rights */
                                readonly role: string | null;
                                readonly rule: string;
                                readonly reason: string;
                                readonly remedy: string;
                            };
                            /** @description Saved edits of input tables that the rows lack: they wait for their author, or for the warehouse. */
                            readonly editsMissing: number;
                            /** @description When it was computed, if it was remembered. */
                            readonly cachedAt: string | null;
                            readonly durationMs: number;
                            readonly queryId: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/elements/{elementId}/totals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** The totals of a table, in one row */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                    /** @description UUID */
                    readonly elementId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Without it, the one that I see when I open the document. A number: an older version, for who may edit. */
                        readonly version?: ("draft" | "published") | number;
                        /**
                         * @description What each control holds, by its id; others hold their initial value.
                         * @default {}
                         */
                        readonly controls?: {
                            readonly [key: string]: null | boolean | string | readonly string[] | {
                                readonly from: string | null;
                                readonly to: string | null;
                            };
                        };
                        /** @default {} */
                        readonly view?: {
                            /**
                             * @description In place of the sorts of the element; null: those.
                             * @default null
                             */
                            readonly sorts?: readonly {
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly direction: "ascending" | "descending";
                            }[] | null;
                            /**
                             * @description Beside the filters of the element.
                             * @default []
                             */
                            readonly filters?: readonly ({
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "list";
                                /** @enum {string} */
                                readonly mode: "include" | "exclude";
                                readonly values: readonly (string | boolean | null)[];
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "range";
                                readonly from: string | null;
                                readonly to: string | null;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "text";
                                /** @enum {string} */
                                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                                readonly text: string;
                                readonly caseSensitive: boolean;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "null";
                                /** @enum {string} */
                                readonly mode: "is-null" | "is-not-null";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "top";
                                readonly count: number;
                                /** @enum {string} */
                                readonly direction: "highest" | "lowest";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "control";
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly controlId: string;
                            })[];
                            /**
                             * @description By grouping id, in place of what the element says.
                             * @default {}
                             */
                            readonly collapsed?: {
                                readonly [key: string]: boolean;
                            };
                        };
                        readonly element?: components["schemas"]["ElementInput"];
                        /** @default false */
                        readonly refresh?: boolean;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly columns: readonly {
                                readonly id: string;
                                readonly name: string;
                                readonly type: ("text" | "number" | "logical" | "date" | "datetime") | null;
                                readonly level: string | null;
                                /** @description Why all its values are null. */
                                readonly problem: string | null;
                                /** @description Of a linked input table: the column that is typed into here. */
                                readonly inputColumnId: string | null;
                            }[];
                            /** @description One list per column; numbers, dates and datetimes as text in canonical encoding. */
                            readonly values: readonly (readonly unknown[])[];
                            readonly rowCount: number;
                            readonly hasMore: boolean;
                            readonly linked: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly inputTableId: string;
                                /** @description The number that the page shows: the base of edits made on it. */
                                readonly num: number;
                                readonly keyColumnIds: readonly string[];
                                /** @description One list per key column: what an edit names the rows by. */
                                readonly keys: readonly (readonly (string | null)[])[];
                                /** @description As live edits, refusals and the history name the rows; null: no key, nothing can be typed. */
                                readonly rowIds: readonly (string | null)[];
                                /** @description Of select columns, by their id: the ids of options. */
                                readonly cells: {
                                    readonly [key: string]: readonly (string | boolean | readonly string[] | null)[];
                                };
                                /** @description By row id: columns whose cells are logged and not yet in the warehouse. */
                                readonly pending: {
                                    readonly [key: string]: readonly string[];
                                };
                            } | null;
                            /** @description Of a pivot with totals: what each row is. Its first page has the totals of the columns; each row has its own beside it. */
                            readonly parts: readonly ("cell" | "row-total" | "column-total" | "grand-total")[] | null;
                            readonly runsAs: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly connectionId: string;
                                readonly connectionName: string;
                                /** @enum {string} */
                                readonly principal: "person" | "service-account" | "connection-credential";
                                readonly login: string | null;
                                /** @description Taken after the sign-in; null: the login's own rights */
                                readonly role: string | null;
                                readonly rule: string;
                                readonly reason: string;
                                readonly remedy: string;
                            };
                            /** @description Saved edits of input tables that the rows lack: they wait for their author, or for the warehouse. */
                            readonly editsMissing: number;
                            /** @description When it was computed, if it was remembered. */
                            readonly cachedAt: string | null;
                            readonly durationMs: number;
                            readonly queryId: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/elements/{elementId}/count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** How many rows an element has */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                    /** @description UUID */
                    readonly elementId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Without it, the one that I see when I open the document. A number: an older version, for who may edit. */
                        readonly version?: ("draft" | "published") | number;
                        /**
                         * @description What each control holds, by its id; others hold their initial value.
                         * @default {}
                         */
                        readonly controls?: {
                            readonly [key: string]: null | boolean | string | readonly string[] | {
                                readonly from: string | null;
                                readonly to: string | null;
                            };
                        };
                        /** @default {} */
                        readonly view?: {
                            /**
                             * @description In place of the sorts of the element; null: those.
                             * @default null
                             */
                            readonly sorts?: readonly {
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly direction: "ascending" | "descending";
                            }[] | null;
                            /**
                             * @description Beside the filters of the element.
                             * @default []
                             */
                            readonly filters?: readonly ({
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "list";
                                /** @enum {string} */
                                readonly mode: "include" | "exclude";
                                readonly values: readonly (string | boolean | null)[];
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "range";
                                readonly from: string | null;
                                readonly to: string | null;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "text";
                                /** @enum {string} */
                                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                                readonly text: string;
                                readonly caseSensitive: boolean;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "null";
                                /** @enum {string} */
                                readonly mode: "is-null" | "is-not-null";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "top";
                                readonly count: number;
                                /** @enum {string} */
                                readonly direction: "highest" | "lowest";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "control";
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly controlId: string;
                            })[];
                            /**
                             * @description By grouping id, in place of what the element says.
                             * @default {}
                             */
                            readonly collapsed?: {
                                readonly [key: string]: boolean;
                            };
                        };
                        readonly element?: components["schemas"]["ElementInput"];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly rows: number;
                            readonly runsAs: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly connectionId: string;
                                readonly connectionName: string;
                                /** @enum {string} */
                                readonly principal: "person" | "service-account" | "connection-credential";
                                readonly login: string | null;
                                /** @description Taken after the sign-in; null: the login's own rights */
                                readonly role: string | null;
                                readonly rule: string;
                                readonly reason: string;
                                readonly remedy: string;
                            };
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/elements/{elementId}/values": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** The values of a column, each once with how many rows have it, the most frequent first */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                    /** @description UUID */
                    readonly elementId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Without it, the one that I see when I open the document. A number: an older version, for who may edit. */
                        readonly version?: ("draft" | "published") | number;
                        /**
                         * @description What each control holds, by its id; others hold their initial value.
                         * @default {}
                         */
                        readonly controls?: {
                            readonly [key: string]: null | boolean | string | readonly string[] | {
                                readonly from: string | null;
                                readonly to: string | null;
                            };
                        };
                        /** @default {} */
                        readonly view?: {
                            /**
                             * @description In place of the sorts of the element; null: those.
                             * @default null
                             */
                            readonly sorts?: readonly {
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly direction: "ascending" | "descending";
                            }[] | null;
                            /**
                             * @description Beside the filters of the element.
                             * @default []
                             */
                            readonly filters?: readonly ({
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "list";
                                /** @enum {string} */
                                readonly mode: "include" | "exclude";
                                readonly values: readonly (string | boolean | null)[];
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "range";
                                readonly from: string | null;
                                readonly to: string | null;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "text";
                                /** @enum {string} */
                                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                                readonly text: string;
                                readonly caseSensitive: boolean;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "null";
                                /** @enum {string} */
                                readonly mode: "is-null" | "is-not-null";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "top";
                                readonly count: number;
                                /** @enum {string} */
                                readonly direction: "highest" | "lowest";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "control";
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly controlId: string;
                            })[];
                            /**
                             * @description By grouping id, in place of what the element says.
                             * @default {}
                             */
                            readonly collapsed?: {
                                readonly [key: string]: boolean;
                            };
                        };
                        readonly element?: components["schemas"]["ElementInput"];
                        readonly columnId: string;
                        /**
                         * @description Only values whose text has this in it, ignoring case.
                         * @default
                         */
                        readonly containing?: string;
                        /** @default 0 */
                        readonly offset?: number;
                        /** @default 200 */
                        readonly limit?: number;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly columns: readonly {
                                readonly id: string;
                                readonly name: string;
                                readonly type: ("text" | "number" | "logical" | "date" | "datetime") | null;
                                readonly level: string | null;
                                /** @description Why all its values are null. */
                                readonly problem: string | null;
                                /** @description Of a linked input table: the column that is typed into here. */
                                readonly inputColumnId: string | null;
                            }[];
                            /** @description One list per column; numbers, dates and datetimes as text in canonical encoding. */
                            readonly values: readonly (readonly unknown[])[];
                            readonly rowCount: number;
                            readonly hasMore: boolean;
                            readonly linked: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly inputTableId: string;
                                /** @description The number that the page shows: the base of edits made on it. */
                                readonly num: number;
                                readonly keyColumnIds: readonly string[];
                                /** @description One list per key column: what an edit names the rows by. */
                                readonly keys: readonly (readonly (string | null)[])[];
                                /** @description As live edits, refusals and the history name the rows; null: no key, nothing can be typed. */
                                readonly rowIds: readonly (string | null)[];
                                /** @description Of select columns, by their id: the ids of options. */
                                readonly cells: {
                                    readonly [key: string]: readonly (string | boolean | readonly string[] | null)[];
                                };
                                /** @description By row id: columns whose cells are logged and not yet in the warehouse. */
                                readonly pending: {
                                    readonly [key: string]: readonly string[];
                                };
                            } | null;
                            /** @description Of a pivot with totals: what each row is. Its first page has the totals of the columns; each row has its own beside it. */
                            readonly parts: readonly ("cell" | "row-total" | "column-total" | "grand-total")[] | null;
                            readonly runsAs: {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly connectionId: string;
                                readonly connectionName: string;
                                /** @enum {string} */
                                readonly principal: "person" | "service-account" | "connection-credential";
                                readonly login: string | null;
                                /** @description Taken after the sign-in; null: the login's own rights */
                                readonly role: string | null;
                                readonly rule: string;
                                readonly reason: string;
                                readonly remedy: string;
                            };
                            /** @description Saved edits of input tables that the rows lack: they wait for their author, or for the warehouse. */
                            readonly editsMissing: number;
                            /** @description When it was computed, if it was remembered. */
                            readonly cachedAt: string | null;
                            readonly durationMs: number;
                            readonly queryId: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/elements/{elementId}/sql": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** The SQL of an element, to read and copy */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                    /** @description UUID */
                    readonly elementId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Without it, the one that I see when I open the document. A number: an older version, for who may edit. */
                        readonly version?: ("draft" | "published") | number;
                        /**
                         * @description What each control holds, by its id; others hold their initial value.
                         * @default {}
                         */
                        readonly controls?: {
                            readonly [key: string]: null | boolean | string | readonly string[] | {
                                readonly from: string | null;
                                readonly to: string | null;
                            };
                        };
                        /** @default {} */
                        readonly view?: {
                            /**
                             * @description In place of the sorts of the element; null: those.
                             * @default null
                             */
                            readonly sorts?: readonly {
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly direction: "ascending" | "descending";
                            }[] | null;
                            /**
                             * @description Beside the filters of the element.
                             * @default []
                             */
                            readonly filters?: readonly ({
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "list";
                                /** @enum {string} */
                                readonly mode: "include" | "exclude";
                                readonly values: readonly (string | boolean | null)[];
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "range";
                                readonly from: string | null;
                                readonly to: string | null;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "text";
                                /** @enum {string} */
                                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                                readonly text: string;
                                readonly caseSensitive: boolean;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "null";
                                /** @enum {string} */
                                readonly mode: "is-null" | "is-not-null";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "top";
                                readonly count: number;
                                /** @enum {string} */
                                readonly direction: "highest" | "lowest";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "control";
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly controlId: string;
                            })[];
                            /**
                             * @description By grouping id, in place of what the element says.
                             * @default {}
                             */
                            readonly collapsed?: {
                                readonly [key: string]: boolean;
                            };
                        };
                        readonly element?: components["schemas"]["ElementInput"];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly sql: string;
                            /**
                             * Format: uuid
                             * @description UUID
                             */
                            readonly connectionId: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/elements/{elementId}/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** All rows of an element as CSV, written by the warehouse */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                    /** @description UUID */
                    readonly elementId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Without it, the one that I see when I open the document. A number: an older version, for who may edit. */
                        readonly version?: ("draft" | "published") | number;
                        /**
                         * @description What each control holds, by its id; others hold their initial value.
                         * @default {}
                         */
                        readonly controls?: {
                            readonly [key: string]: null | boolean | string | readonly string[] | {
                                readonly from: string | null;
                                readonly to: string | null;
                            };
                        };
                        /** @default {} */
                        readonly view?: {
                            /**
                             * @description In place of the sorts of the element; null: those.
                             * @default null
                             */
                            readonly sorts?: readonly {
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly direction: "ascending" | "descending";
                            }[] | null;
                            /**
                             * @description Beside the filters of the element.
                             * @default []
                             */
                            readonly filters?: readonly ({
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "list";
                                /** @enum {string} */
                                readonly mode: "include" | "exclude";
                                readonly values: readonly (string | boolean | null)[];
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "range";
                                readonly from: string | null;
                                readonly to: string | null;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "text";
                                /** @enum {string} */
                                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                                readonly text: string;
                                readonly caseSensitive: boolean;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "null";
                                /** @enum {string} */
                                readonly mode: "is-null" | "is-not-null";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "top";
                                readonly count: number;
                                /** @enum {string} */
                                readonly direction: "highest" | "lowest";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "control";
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly controlId: string;
                            })[];
                            /**
                             * @description By grouping id, in place of what the element says.
                             * @default {}
                             */
                            readonly collapsed?: {
                                readonly [key: string]: boolean;
                            };
                        };
                        readonly element?: components["schemas"]["ElementInput"];
                        /**
                         * @description inert: an apostrophe goes before texts that a spreadsheet would take for formulas.
                         * @default as-they-are
                         * @enum {string}
                         */
                        readonly texts?: "as-they-are" | "inert";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/elements/{elementId}/export/ticket": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A link to the same CSV, for a browser to follow */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                    /** @description UUID */
                    readonly elementId: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Without it, the one that I see when I open the document. A number: an older version, for who may edit. */
                        readonly version?: ("draft" | "published") | number;
                        /**
                         * @description What each control holds, by its id; others hold their initial value.
                         * @default {}
                         */
                        readonly controls?: {
                            readonly [key: string]: null | boolean | string | readonly string[] | {
                                readonly from: string | null;
                                readonly to: string | null;
                            };
                        };
                        /** @default {} */
                        readonly view?: {
                            /**
                             * @description In place of the sorts of the element; null: those.
                             * @default null
                             */
                            readonly sorts?: readonly {
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly direction: "ascending" | "descending";
                            }[] | null;
                            /**
                             * @description Beside the filters of the element.
                             * @default []
                             */
                            readonly filters?: readonly ({
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "list";
                                /** @enum {string} */
                                readonly mode: "include" | "exclude";
                                readonly values: readonly (string | boolean | null)[];
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "range";
                                readonly from: string | null;
                                readonly to: string | null;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "text";
                                /** @enum {string} */
                                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                                readonly text: string;
                                readonly caseSensitive: boolean;
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "null";
                                /** @enum {string} */
                                readonly mode: "is-null" | "is-not-null";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "top";
                                readonly count: number;
                                /** @enum {string} */
                                readonly direction: "highest" | "lowest";
                            } | {
                                readonly id: string;
                                readonly columnId: string;
                                /** @enum {string} */
                                readonly kind: "control";
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly controlId: string;
                            })[];
                            /**
                             * @description By grouping id, in place of what the element says.
                             * @default {}
                             */
                            readonly collapsed?: {
                                readonly [key: string]: boolean;
                            };
                        };
                        readonly element?: components["schemas"]["ElementInput"];
                        /**
                         * @description inert: an apostrophe goes before texts that a spreadsheet would take for formulas.
                         * @default as-they-are
                         * @enum {string}
                         */
                        readonly texts?: "as-they-are" | "inert";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description To be read once, within a minute, in the same account. */
                            readonly path: string;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/downloads/{ticket}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What a ticket was given for */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly ticket: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/describe-source": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Columns of a source, as I may read them */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly source: components["schemas"]["SourceInput"];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly columns: readonly {
                                readonly name: string;
                                readonly type: ("text" | "number" | "logical" | "date" | "datetime") | null;
                                readonly engineType: string | null;
                                readonly onRequest: boolean;
                                readonly id: string | null;
                            }[];
                            readonly keyColumns: readonly string[];
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/workbooks/{id}/query-history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What the elements of a document asked, newest first */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly cursor?: string;
                    readonly limit?: number;
                    readonly state?: "running" | "done" | "failed" | "cancelled";
                };
                readonly header?: never;
                readonly path: {
                    /** @description UUID */
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly at: string;
                                readonly workbook: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string | null;
                                } | null;
                                readonly elementId: string | null;
                                readonly version: ("draft" | "published") | null;
                                readonly connection: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string | null;
                                };
                                readonly member: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string | null;
                                };
                                readonly purpose: string;
                                /** @enum {string} */
                                readonly principal: "person" | "service-account" | "connection-credential";
                                readonly login: string | null;
                                /** @description Taken after the sign-in; null: the login's own rights */
                                readonly role: string | null;
                                readonly rule: string;
                                readonly reason: string;
                                /** @description Null: somebody else's exploration */
                                readonly statement: string | null;
                                /** @enum {string} */
                                readonly state: "running" | "done" | "failed" | "cancelled";
                                readonly failure: {
                                    readonly kind: string;
                                    readonly detail: string | null;
                                } | null;
                                readonly queueMs: number | null;
                                readonly warehouseMs: number | null;
                                readonly fetchMs: number | null;
                                readonly rowCount: number | null;
                                readonly requestId: string;
                            }[];
                            readonly nextCursor: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/query-history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What all documents asked, newest first */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly cursor?: string;
                    readonly limit?: number;
                    readonly state?: "running" | "done" | "failed" | "cancelled";
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /**
                                 * Format: uuid
                                 * @description UUID
                                 */
                                readonly id: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                readonly at: string;
                                readonly workbook: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string | null;
                                } | null;
                                readonly elementId: string | null;
                                readonly version: ("draft" | "published") | null;
                                readonly connection: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string | null;
                                };
                                readonly member: {
                                    /**
                                     * Format: uuid
                                     * @description UUID
                                     */
                                    readonly id: string;
                                    readonly name: string | null;
                                };
                                readonly purpose: string;
                                /** @enum {string} */
                                readonly principal: "person" | "service-account" | "connection-credential";
                                readonly login: string | null;
                                /** @description Taken after the sign-in; null: the login's own rights */
                                readonly role: string | null;
                                readonly rule: string;
                                readonly reason: string;
                                /** @description Null: somebody else's exploration */
                                readonly statement: string | null;
                                /** @enum {string} */
                                readonly state: "running" | "done" | "failed" | "cancelled";
                                readonly failure: {
                                    readonly kind: string;
                                    readonly detail: string | null;
                                } | null;
                                readonly queueMs: number | null;
                                readonly warehouseMs: number | null;
                                readonly fetchMs: number | null;
                                readonly rowCount: number | null;
                                readonly requestId: string;
                            }[];
                            readonly nextCursor: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What Admins changed, newest first */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly cursor?: string;
                    readonly limit?: number;
                    /** @description Only what was done to this */
                    readonly subject?: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly components["schemas"]["AuditEntry"][];
                            readonly nextCursor: string | null;
                        };
                    };
                };
                readonly default: components["responses"]["Problem"];
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457. `code` is stable; the texts may improve. Some codes add facts of their own. */
        readonly Problem: {
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly code: string;
            readonly detail: string;
            readonly nextStep: string;
            readonly requestId: string;
            readonly fields?: readonly {
                readonly pointer: string;
                readonly message: string;
            }[];
        };
        readonly PostgresqlCredentialInput: {
            readonly login: string;
            readonly password: string;
        };
        readonly ConnectionOAuthInput: {
            /** @constant */
            readonly level: "organization";
            readonly audience: string;
            /** @default [] */
            readonly scopes: readonly string[];
        } | {
            /** @constant */
            readonly level: "independent";
            readonly audience: string;
            /** @default [] */
            readonly scopes: readonly string[];
            /** Format: uri */
            readonly issuer: string;
            readonly clientId: string;
            readonly clientSecret?: string;
        };
        readonly SchemaPathInput: {
            readonly database: string;
            readonly schema: string;
        } & {
            readonly [key: string]: unknown;
        };
        readonly WriteAccessSettingsInput: {
            readonly enabled: boolean;
            readonly destinations: readonly components["schemas"]["SchemaPathInput"][];
            readonly editLogDestination: components["schemas"]["SchemaPathInput"] | null;
        };
        readonly NewConnectionInput: {
            readonly name: string;
            /** @constant */
            readonly type: "postgresql";
            readonly host: string;
            /** @default 5432 */
            readonly port: number;
            readonly database: string;
            /**
             * @default require
             * @enum {string}
             */
            readonly tls: "require" | "off";
            /** @constant */
            readonly authentication: "static";
            readonly credential: components["schemas"]["PostgresqlCredentialInput"];
            /** @description Member attribute whose value is the role that sessions take when somebody reads; null: the rights of the login. */
            readonly roleAttribute?: string | null;
            readonly writeAccess?: components["schemas"]["WriteAccessSettingsInput"];
        } | {
            readonly name: string;
            /** @constant */
            readonly type: "postgresql";
            readonly host: string;
            /** @default 5432 */
            readonly port: number;
            readonly database: string;
            /**
             * @default require
             * @enum {string}
             */
            readonly tls: "require" | "off";
            /** @constant */
            readonly authentication: "oauth";
            readonly oauth: components["schemas"]["ConnectionOAuthInput"];
            readonly serviceAccount?: components["schemas"]["PostgresqlCredentialInput"] | null;
            readonly writeAccess?: components["schemas"]["WriteAccessSettingsInput"];
        };
        readonly ConnectionChangeInput: {
            readonly name?: string;
            readonly host?: string;
            readonly port?: number;
            readonly database?: string;
            /** @enum {string} */
            readonly tls?: "require" | "off";
            readonly oauth?: components["schemas"]["ConnectionOAuthInput"];
            readonly credential?: components["schemas"]["PostgresqlCredentialInput"];
            readonly serviceAccount?: components["schemas"]["PostgresqlCredentialInput"] | null;
            /** @description Member attribute whose value is the role that sessions take when somebody reads; null: the rights of the login. */
            readonly roleAttribute?: string | null;
            readonly writeAccess?: components["schemas"]["WriteAccessSettingsInput"];
        };
        readonly WriteAccessChangeInput: {
            readonly enabled: boolean;
            readonly destinations: readonly components["schemas"]["SchemaPathInput"][];
            readonly editLogDestination: components["schemas"]["SchemaPathInput"] | null;
            readonly serviceAccount?: components["schemas"]["PostgresqlCredentialInput"] | null;
        };
        readonly ConnectionTestRequestInput: {
            /** Format: uuid */
            readonly connectionId: string;
            readonly change?: components["schemas"]["ConnectionChangeInput"];
        } | {
            readonly draft: components["schemas"]["NewConnectionInput"];
        };
        readonly WarningInput: {
            readonly code: string;
            readonly detail: string;
        };
        readonly ConnectionInput: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            /** @constant */
            readonly type: "postgresql";
            /** @enum {string} */
            readonly authentication: "static" | "oauth";
            readonly oauth: {
                /** @enum {string} */
                readonly level: "organization" | "independent";
                readonly audience?: string;
                readonly scopes?: readonly string[];
                readonly issuer?: string;
                readonly clientId?: string;
                readonly hasClientSecret?: boolean;
            } | null;
            readonly host: string;
            readonly port: number;
            readonly database: string;
            /** @enum {string} */
            readonly tls: "require" | "off";
            readonly writeAccess: boolean;
            readonly hasServiceAccount: boolean;
            readonly inputTables: {
                readonly enabled: boolean;
                readonly reason: string | null;
            };
            readonly login?: string | null;
            readonly roleAttribute?: string | null;
            readonly serviceAccountLogin?: string | null;
            readonly destinations?: readonly {
                readonly database: string;
                readonly schema: string;
                /** Format: uuid */
                readonly id: string;
                readonly position: number;
            }[];
            readonly editLogDestination?: {
                readonly database: string;
                readonly schema: string;
            } | null;
            readonly editLogTable?: {
                readonly schema: string;
                readonly table: string;
            } | null;
            readonly governance?: {
                readonly healthy: boolean;
                readonly checkedAt: string;
            } | null;
            readonly updatedAt?: string;
            readonly warnings?: readonly components["schemas"]["WarningInput"][];
        };
        readonly ConnectionTestStageInput: {
            /** @enum {string} */
            readonly stage: "network" | "sign-in" | "read" | "destination" | "edit-log";
            readonly subject: string;
            /** @enum {string} */
            readonly result: "passed" | "failed" | "skipped";
            readonly detail: string;
            readonly missingPrivilege: string | null;
            readonly grantSql: string | null;
        };
        readonly ConnectionTestInput: {
            readonly stages: readonly components["schemas"]["ConnectionTestStageInput"][];
            readonly passed: boolean;
        };
        readonly CatalogInput: {
            readonly items: readonly {
                /** @enum {string} */
                readonly kind: "database" | "schema" | "table" | "view";
                readonly path: readonly string[];
            }[];
            readonly truncated: boolean;
        };
        readonly CatalogTableInput: {
            readonly path: readonly string[];
            readonly columns: readonly {
                readonly name: string;
                readonly type: string;
                readonly nullable: boolean;
            }[];
        };
        readonly GovernanceInput: {
            readonly healthy: boolean;
            readonly checkedAt: string;
            readonly findings: readonly {
                /** @enum {string} */
                readonly kind: "log-writer" | "log-owner" | "schema-writer" | "schema-owner" | "member" | "superuser" | "missing-log";
                /** @enum {string} */
                readonly severity: "error" | "note";
                readonly subject: string;
                readonly detail: string;
                readonly remedySql: string | null;
            }[];
        };
        readonly AuditEntryInput: {
            /** @description Decimal digits; grows */
            readonly number: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            readonly at: string;
            readonly by: {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly email: string;
            };
            readonly action: string;
            readonly subject: {
                readonly kind: string;
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
            };
            readonly before: unknown;
            readonly after: unknown;
        };
        readonly DataPermissionsInput: {
            readonly permissions: readonly {
                readonly to: "everyone" | {
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly memberId: string;
                } | {
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly teamId: string;
                };
                /** @enum {string} */
                readonly permission: "can-use" | "can-write-only";
                /**
                 * @description null: the whole connection
                 * @default null
                 */
                readonly schema: string | null;
                /**
                 * @description null: the whole schema
                 * @default null
                 */
                readonly table: string | null;
            }[];
        };
        readonly SourceInput: {
            /** @constant */
            readonly kind: "warehouse-table";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly connectionId: string;
            readonly schema: string;
            readonly table: string;
        } | {
            /** @constant */
            readonly kind: "custom-sql";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly connectionId: string;
            readonly sql: string;
        } | {
            /** @constant */
            readonly kind: "data-model";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly documentId: string;
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
        } | {
            /** @constant */
            readonly kind: "input-table";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly inputTableId: string;
        } | {
            /** @constant */
            readonly kind: "element";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
        } | {
            /** @constant */
            readonly kind: "join";
            /** @enum {string} */
            readonly type: "inner" | "left" | "right" | "full";
            readonly left: components["schemas"]["SourceInput"];
            readonly right: components["schemas"]["SourceInput"];
            readonly rightName: string;
            readonly on: readonly {
                readonly left: string;
                readonly right: string;
            }[];
        } | {
            /** @constant */
            readonly kind: "union";
            readonly sources: readonly components["schemas"]["SourceInput"][];
        } | {
            /** @constant */
            readonly kind: "linked-input-table";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly inputTableId: string;
            /** @enum {string} */
            readonly editableIn: "draft" | "published";
            readonly source: components["schemas"]["SourceInput"];
            readonly keys: readonly {
                readonly column: string;
                readonly columnId: string;
            }[];
        };
        readonly ElementInput: {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            readonly source: components["schemas"]["SourceInput"];
            readonly columns: readonly {
                readonly id: string;
                readonly name: string;
                readonly formula: string;
                readonly hidden: boolean;
                readonly format: {
                    /** @enum {string} */
                    readonly style: "automatic" | "number" | "percent" | "currency" | "date" | "datetime" | "text";
                    readonly decimals: number | null;
                    readonly currency: string | null;
                } | null;
                readonly level: string | null;
            }[];
            readonly filters: readonly ({
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "list";
                /** @enum {string} */
                readonly mode: "include" | "exclude";
                readonly values: readonly (string | boolean | null)[];
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "range";
                readonly from: string | null;
                readonly to: string | null;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "text";
                /** @enum {string} */
                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                readonly text: string;
                readonly caseSensitive: boolean;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "null";
                /** @enum {string} */
                readonly mode: "is-null" | "is-not-null";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "top";
                readonly count: number;
                /** @enum {string} */
                readonly direction: "highest" | "lowest";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "control";
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly controlId: string;
            })[];
            readonly sorts: readonly {
                readonly columnId: string;
                /** @enum {string} */
                readonly direction: "ascending" | "descending";
            }[];
            /** @constant */
            readonly kind: "table";
            readonly groupings: readonly {
                readonly id: string;
                readonly keys: readonly string[];
                readonly collapsed: boolean;
            }[];
            readonly totals: readonly string[];
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            readonly source: components["schemas"]["SourceInput"];
            readonly columns: readonly {
                readonly id: string;
                readonly name: string;
                readonly formula: string;
                readonly hidden: boolean;
                readonly format: {
                    /** @enum {string} */
                    readonly style: "automatic" | "number" | "percent" | "currency" | "date" | "datetime" | "text";
                    readonly decimals: number | null;
                    readonly currency: string | null;
                } | null;
                readonly level: string | null;
            }[];
            readonly filters: readonly ({
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "list";
                /** @enum {string} */
                readonly mode: "include" | "exclude";
                readonly values: readonly (string | boolean | null)[];
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "range";
                readonly from: string | null;
                readonly to: string | null;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "text";
                /** @enum {string} */
                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                readonly text: string;
                readonly caseSensitive: boolean;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "null";
                /** @enum {string} */
                readonly mode: "is-null" | "is-not-null";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "top";
                readonly count: number;
                /** @enum {string} */
                readonly direction: "highest" | "lowest";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "control";
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly controlId: string;
            })[];
            readonly sorts: readonly {
                readonly columnId: string;
                /** @enum {string} */
                readonly direction: "ascending" | "descending";
            }[];
            /** @constant */
            readonly kind: "pivot";
            readonly rows: readonly string[];
            readonly across: readonly string[];
            readonly values: readonly string[];
            readonly totals?: {
                readonly rows: boolean;
                readonly columns: boolean;
            };
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            readonly source: components["schemas"]["SourceInput"];
            readonly columns: readonly {
                readonly id: string;
                readonly name: string;
                readonly formula: string;
                readonly hidden: boolean;
                readonly format: {
                    /** @enum {string} */
                    readonly style: "automatic" | "number" | "percent" | "currency" | "date" | "datetime" | "text";
                    readonly decimals: number | null;
                    readonly currency: string | null;
                } | null;
                readonly level: string | null;
            }[];
            readonly filters: readonly ({
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "list";
                /** @enum {string} */
                readonly mode: "include" | "exclude";
                readonly values: readonly (string | boolean | null)[];
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "range";
                readonly from: string | null;
                readonly to: string | null;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "text";
                /** @enum {string} */
                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                readonly text: string;
                readonly caseSensitive: boolean;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "null";
                /** @enum {string} */
                readonly mode: "is-null" | "is-not-null";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "top";
                readonly count: number;
                /** @enum {string} */
                readonly direction: "highest" | "lowest";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "control";
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly controlId: string;
            })[];
            readonly sorts: readonly {
                readonly columnId: string;
                /** @enum {string} */
                readonly direction: "ascending" | "descending";
            }[];
            /** @constant */
            readonly kind: "chart";
            /** @enum {string} */
            readonly chart: "bar" | "line" | "area" | "scatter" | "pie" | "kpi";
            readonly x: string | null;
            readonly values: readonly string[];
            readonly series: string | null;
            readonly stacked: boolean;
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            /** @constant */
            readonly kind: "input-table";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly inputTableId: string;
            /** @enum {string} */
            readonly editableIn: "draft" | "published";
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            /** @constant */
            readonly kind: "text";
            readonly text: string;
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            /** @constant */
            readonly kind: "image";
            readonly image: string;
            readonly description: string;
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            /** @constant */
            readonly kind: "control";
            /** @enum {string} */
            readonly control: "list" | "text" | "number-range" | "date-range" | "switch";
            readonly label: string;
            readonly choices: ({
                readonly values: readonly string[];
            } | {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly elementId: string;
                readonly columnId: string;
            }) | null;
            readonly multiple: boolean;
            readonly initial: null | boolean | string | readonly string[] | {
                readonly from: string | null;
                readonly to: string | null;
            };
        };
        readonly DefinitionInput: {
            /** @constant */
            readonly formatVersion: 1;
            readonly timeZone: string;
            /** @enum {string} */
            readonly weekStart: "monday" | "sunday";
            readonly pages: readonly {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly name: string;
                readonly elements: readonly components["schemas"]["ElementInput"][];
            }[];
        };
        readonly DraftChangeInput: {
            /** @constant */
            readonly kind: "addPage";
            readonly page: {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly name: string;
            };
            readonly position: number | null;
        } | {
            /** @constant */
            readonly kind: "renamePage";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly pageId: string;
            readonly name: string;
        } | {
            /** @constant */
            readonly kind: "removePage";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly pageId: string;
        } | {
            /** @constant */
            readonly kind: "movePage";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly pageId: string;
            readonly position: number;
        } | {
            /** @constant */
            readonly kind: "putElement";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly pageId: string;
            readonly element: components["schemas"]["ElementInput"];
            readonly baseRevision?: number;
        } | {
            /** @constant */
            readonly kind: "removeElement";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
            readonly baseRevision?: number;
        } | {
            /** @constant */
            readonly kind: "renameElement";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
            readonly name: string;
        } | {
            /** @constant */
            readonly kind: "renameColumn";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
            readonly columnId: string;
            readonly name: string;
            /** @description Columns of sources that stand beside the element in joins; without them it may not be told whose a name is there. */
            readonly known?: readonly {
                readonly source: {
                    /** @constant */
                    readonly kind: "warehouse-table";
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly connectionId: string;
                    readonly schema: string;
                    readonly table: string;
                } | {
                    /** @constant */
                    readonly kind: "custom-sql";
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly connectionId: string;
                    readonly sql: string;
                } | {
                    /** @constant */
                    readonly kind: "data-model";
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly documentId: string;
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly elementId: string;
                } | {
                    /** @constant */
                    readonly kind: "input-table";
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly inputTableId: string;
                };
                readonly columns: readonly string[];
            }[];
        } | {
            /** @constant */
            readonly kind: "moveElement";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
            /**
             * Format: uuid
             * @description UUID
             */
            readonly pageId: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
        } | {
            /** @constant */
            readonly kind: "setDocument";
            readonly timeZone?: string;
            /** @enum {string} */
            readonly weekStart?: "monday" | "sunday";
        };
        readonly MemberAttributesInput: {
            /** @description By name; a static connection may take the role in the warehouse from one of them */
            readonly attributes: {
                readonly [key: string]: string;
            };
        };
        readonly RoleChoiceInput: {
            /** @description The role in which I read; null: my login's own rights */
            readonly chosen: string | null;
            /** @description Roles that my login may take, as the warehouse says now */
            readonly available: readonly string[];
        };
        readonly RunAsServiceAccountInput: {
            readonly offered: boolean;
            /** @description Why it is offered, or what is missing */
            readonly reason: string;
            /** @description Only Admins may */
            readonly maySet: boolean;
            readonly enabled: boolean;
            readonly setBy: {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly name: string;
            } | null;
            readonly setAt: string | null;
            /** @description The version that is served */
            readonly approvedVersion: number | null;
            /** @description Published, but waiting for the approval of an Admin */
            readonly waitingVersion: number | null;
            readonly connections: readonly {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly name: string;
                readonly qualifies: boolean;
                readonly reason: string;
                /** @description Whether its parts run as the service account now */
                readonly runsAsServiceAccount: boolean;
                /** @description Its login */
                readonly serviceAccount: string | null;
            }[];
            /** @description All that the published version reads; for those who may edit */
            readonly reads: readonly {
                /** @enum {string} */
                readonly kind: "warehouse-table" | "custom-sql" | "input-table";
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly connectionId: string;
                /** @description As people know it; for custom SQL its text */
                readonly name: string;
            }[];
            /** @description What publishing the draft would add to that */
            readonly newInDraft: readonly {
                /** @enum {string} */
                readonly kind: "warehouse-table" | "custom-sql" | "input-table";
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly connectionId: string;
                /** @description As people know it; for custom SQL its text */
                readonly name: string;
            }[];
        };
        readonly RunAsServiceAccountSettingInput: {
            /** @description Published versions with new sources wait for an Admin */
            readonly approvalIsAsked: boolean;
        };
        readonly RunsAsInput: {
            readonly member: {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly name: string;
            };
            /** @enum {string} */
            readonly version: "draft" | "published";
            /**
             * @description The document's sources and its toggle
             * @enum {string}
             */
            readonly row: "static-only" | "one-oauth-on" | "one-oauth-off" | "oauth-and-static-on" | "oauth-and-static-off" | "several-oauth-on" | "several-oauth-off";
            /** @description One for each connection that the element reads */
            readonly parts: readonly {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly connectionId: string;
                readonly connectionName: string;
                /** @description null: it does not run */
                readonly principal: {
                    /** @enum {string} */
                    readonly kind: "person" | "service-account" | "connection-credential";
                    /** @description In the warehouse; null when it is not known */
                    readonly login: string | null;
                    readonly name: string;
                    /** @description In which the warehouse is asked; null: in the rights of the login itself */
                    readonly role: string | null;
                } | null;
                readonly rule: string | null;
                /** @description Why it does not run */
                readonly refused: string | null;
                readonly reason: string;
                readonly remedy: {
                    /** @enum {string} */
                    readonly action: "sign-in" | "ask-admin" | "ask-owner" | "ask-warehouse-admin";
                    readonly sentence: string;
                    /** @description Where to send the browser; `returnTo` may be added */
                    readonly signInUrl: string | null;
                };
            }[];
        };
        readonly WriteDestinationVerdictInput: {
            /** Format: uuid */
            readonly id: string;
            readonly database: string;
            readonly schema: string;
            /** @enum {string} */
            readonly verdict: "authorized" | "unauthorized" | "unknown" | "checking";
            readonly reason: string | null;
            readonly missingPrivilege: string | null;
            readonly grantSql: string | null;
            readonly checkedAt: string | null;
        };
        readonly ProbeLeftoverInput: {
            readonly database: string;
            readonly schema: string;
            readonly table: string;
            readonly login: string;
            /** @enum {string} */
            readonly purpose: "write-access" | "edit-log";
            readonly recordedAt: string;
        };
        readonly PostgresqlCredential: {
            readonly login: string;
            readonly password: string;
        };
        readonly ConnectionOAuth: {
            /** @constant */
            readonly level: "organization";
            readonly audience: string;
            /** @default [] */
            readonly scopes: readonly string[];
        } | {
            /** @constant */
            readonly level: "independent";
            readonly audience: string;
            /** @default [] */
            readonly scopes: readonly string[];
            /** Format: uri */
            readonly issuer: string;
            readonly clientId: string;
            readonly clientSecret?: string;
        };
        readonly SchemaPath: {
            readonly database: string;
            readonly schema: string;
        } & {
            readonly [key: string]: unknown;
        };
        readonly WriteAccessSettings: {
            readonly enabled: boolean;
            readonly destinations: readonly components["schemas"]["SchemaPath"][];
            readonly editLogDestination: components["schemas"]["SchemaPath"] | null;
        };
        readonly NewConnection: {
            readonly name: string;
            /** @constant */
            readonly type: "postgresql";
            readonly host: string;
            /** @default 5432 */
            readonly port: number;
            readonly database: string;
            /**
             * @default require
             * @enum {string}
             */
            readonly tls: "require" | "off";
            /** @constant */
            readonly authentication: "static";
            readonly credential: components["schemas"]["PostgresqlCredential"];
            /** @description Member attribute whose value is the role that sessions take when somebody reads; null: the rights of the login. */
            readonly roleAttribute?: string | null;
            readonly writeAccess?: components["schemas"]["WriteAccessSettings"];
        } | {
            readonly name: string;
            /** @constant */
            readonly type: "postgresql";
            readonly host: string;
            /** @default 5432 */
            readonly port: number;
            readonly database: string;
            /**
             * @default require
             * @enum {string}
             */
            readonly tls: "require" | "off";
            /** @constant */
            readonly authentication: "oauth";
            readonly oauth: components["schemas"]["ConnectionOAuth"];
            readonly serviceAccount?: components["schemas"]["PostgresqlCredential"] | null;
            readonly writeAccess?: components["schemas"]["WriteAccessSettings"];
        };
        readonly ConnectionChange: {
            readonly name?: string;
            readonly host?: string;
            readonly port?: number;
            readonly database?: string;
            /** @enum {string} */
            readonly tls?: "require" | "off";
            readonly oauth?: components["schemas"]["ConnectionOAuth"];
            readonly credential?: components["schemas"]["PostgresqlCredential"];
            readonly serviceAccount?: components["schemas"]["PostgresqlCredential"] | null;
            /** @description Member attribute whose value is the role that sessions take when somebody reads; null: the rights of the login. */
            readonly roleAttribute?: string | null;
            readonly writeAccess?: components["schemas"]["WriteAccessSettings"];
        };
        readonly WriteAccessChange: {
            readonly enabled: boolean;
            readonly destinations: readonly components["schemas"]["SchemaPath"][];
            readonly editLogDestination: components["schemas"]["SchemaPath"] | null;
            readonly serviceAccount?: components["schemas"]["PostgresqlCredential"] | null;
        };
        readonly ConnectionTestRequest: {
            /** Format: uuid */
            readonly connectionId: string;
            readonly change?: components["schemas"]["ConnectionChange"];
        } | {
            readonly draft: components["schemas"]["NewConnection"];
        };
        readonly Warning: {
            readonly code: string;
            readonly detail: string;
        };
        readonly Connection: {
            /** Format: uuid */
            readonly id: string;
            readonly name: string;
            /** @constant */
            readonly type: "postgresql";
            /** @enum {string} */
            readonly authentication: "static" | "oauth";
            readonly oauth: {
                /** @enum {string} */
                readonly level: "organization" | "independent";
                readonly audience?: string;
                readonly scopes?: readonly string[];
                readonly issuer?: string;
                readonly clientId?: string;
                readonly hasClientSecret?: boolean;
            } | null;
            readonly host: string;
            readonly port: number;
            readonly database: string;
            /** @enum {string} */
            readonly tls: "require" | "off";
            readonly writeAccess: boolean;
            readonly hasServiceAccount: boolean;
            readonly inputTables: {
                readonly enabled: boolean;
                readonly reason: string | null;
            };
            readonly login?: string | null;
            readonly roleAttribute?: string | null;
            readonly serviceAccountLogin?: string | null;
            readonly destinations?: readonly {
                readonly database: string;
                readonly schema: string;
                /** Format: uuid */
                readonly id: string;
                readonly position: number;
            }[];
            readonly editLogDestination?: {
                readonly database: string;
                readonly schema: string;
            } | null;
            readonly editLogTable?: {
                readonly schema: string;
                readonly table: string;
            } | null;
            readonly governance?: {
                readonly healthy: boolean;
                readonly checkedAt: string;
            } | null;
            readonly updatedAt?: string;
            readonly warnings?: readonly components["schemas"]["Warning"][];
        };
        readonly ConnectionTestStage: {
            /** @enum {string} */
            readonly stage: "network" | "sign-in" | "read" | "destination" | "edit-log";
            readonly subject: string;
            /** @enum {string} */
            readonly result: "passed" | "failed" | "skipped";
            readonly detail: string;
            readonly missingPrivilege: string | null;
            readonly grantSql: string | null;
        };
        readonly ConnectionTest: {
            readonly stages: readonly components["schemas"]["ConnectionTestStage"][];
            readonly passed: boolean;
        };
        readonly Catalog: {
            readonly items: readonly {
                /** @enum {string} */
                readonly kind: "database" | "schema" | "table" | "view";
                readonly path: readonly string[];
            }[];
            readonly truncated: boolean;
        };
        readonly CatalogTable: {
            readonly path: readonly string[];
            readonly columns: readonly {
                readonly name: string;
                readonly type: string;
                readonly nullable: boolean;
            }[];
        };
        readonly Governance: {
            readonly healthy: boolean;
            readonly checkedAt: string;
            readonly findings: readonly {
                /** @enum {string} */
                readonly kind: "log-writer" | "log-owner" | "schema-writer" | "schema-owner" | "member" | "superuser" | "missing-log";
                /** @enum {string} */
                readonly severity: "error" | "note";
                readonly subject: string;
                readonly detail: string;
                readonly remedySql: string | null;
            }[];
        };
        readonly AuditEntry: {
            /** @description Decimal digits; grows */
            readonly number: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            readonly at: string;
            readonly by: {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly email: string;
            };
            readonly action: string;
            readonly subject: {
                readonly kind: string;
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
            };
            readonly before: unknown;
            readonly after: unknown;
        };
        readonly DataPermissions: {
            readonly permissions: readonly {
                readonly to: "everyone" | {
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly memberId: string;
                } | {
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly teamId: string;
                };
                /** @enum {string} */
                readonly permission: "can-use" | "can-write-only";
                /**
                 * @description null: the whole connection
                 * @default null
                 */
                readonly schema: string | null;
                /**
                 * @description null: the whole schema
                 * @default null
                 */
                readonly table: string | null;
            }[];
        };
        readonly Source: {
            /** @constant */
            readonly kind: "warehouse-table";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly connectionId: string;
            readonly schema: string;
            readonly table: string;
        } | {
            /** @constant */
            readonly kind: "custom-sql";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly connectionId: string;
            readonly sql: string;
        } | {
            /** @constant */
            readonly kind: "data-model";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly documentId: string;
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
        } | {
            /** @constant */
            readonly kind: "input-table";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly inputTableId: string;
        } | {
            /** @constant */
            readonly kind: "element";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
        } | {
            /** @constant */
            readonly kind: "join";
            /** @enum {string} */
            readonly type: "inner" | "left" | "right" | "full";
            readonly left: components["schemas"]["Source"];
            readonly right: components["schemas"]["Source"];
            readonly rightName: string;
            readonly on: readonly {
                readonly left: string;
                readonly right: string;
            }[];
        } | {
            /** @constant */
            readonly kind: "union";
            readonly sources: readonly components["schemas"]["Source"][];
        } | {
            /** @constant */
            readonly kind: "linked-input-table";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly inputTableId: string;
            /** @enum {string} */
            readonly editableIn: "draft" | "published";
            readonly source: components["schemas"]["Source"];
            readonly keys: readonly {
                readonly column: string;
                readonly columnId: string;
            }[];
        };
        readonly Element: {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            readonly source: components["schemas"]["Source"];
            readonly columns: readonly {
                readonly id: string;
                readonly name: string;
                readonly formula: string;
                readonly hidden: boolean;
                readonly format: {
                    /** @enum {string} */
                    readonly style: "automatic" | "number" | "percent" | "currency" | "date" | "datetime" | "text";
                    readonly decimals: number | null;
                    readonly currency: string | null;
                } | null;
                readonly level: string | null;
            }[];
            readonly filters: readonly ({
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "list";
                /** @enum {string} */
                readonly mode: "include" | "exclude";
                readonly values: readonly (string | boolean | null)[];
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "range";
                readonly from: string | null;
                readonly to: string | null;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "text";
                /** @enum {string} */
                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                readonly text: string;
                readonly caseSensitive: boolean;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "null";
                /** @enum {string} */
                readonly mode: "is-null" | "is-not-null";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "top";
                readonly count: number;
                /** @enum {string} */
                readonly direction: "highest" | "lowest";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "control";
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly controlId: string;
            })[];
            readonly sorts: readonly {
                readonly columnId: string;
                /** @enum {string} */
                readonly direction: "ascending" | "descending";
            }[];
            /** @constant */
            readonly kind: "table";
            readonly groupings: readonly {
                readonly id: string;
                readonly keys: readonly string[];
                readonly collapsed: boolean;
            }[];
            readonly totals: readonly string[];
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            readonly source: components["schemas"]["Source"];
            readonly columns: readonly {
                readonly id: string;
                readonly name: string;
                readonly formula: string;
                readonly hidden: boolean;
                readonly format: {
                    /** @enum {string} */
                    readonly style: "automatic" | "number" | "percent" | "currency" | "date" | "datetime" | "text";
                    readonly decimals: number | null;
                    readonly currency: string | null;
                } | null;
                readonly level: string | null;
            }[];
            readonly filters: readonly ({
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "list";
                /** @enum {string} */
                readonly mode: "include" | "exclude";
                readonly values: readonly (string | boolean | null)[];
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "range";
                readonly from: string | null;
                readonly to: string | null;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "text";
                /** @enum {string} */
                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                readonly text: string;
                readonly caseSensitive: boolean;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "null";
                /** @enum {string} */
                readonly mode: "is-null" | "is-not-null";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "top";
                readonly count: number;
                /** @enum {string} */
                readonly direction: "highest" | "lowest";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "control";
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly controlId: string;
            })[];
            readonly sorts: readonly {
                readonly columnId: string;
                /** @enum {string} */
                readonly direction: "ascending" | "descending";
            }[];
            /** @constant */
            readonly kind: "pivot";
            readonly rows: readonly string[];
            readonly across: readonly string[];
            readonly values: readonly string[];
            readonly totals?: {
                readonly rows: boolean;
                readonly columns: boolean;
            };
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            readonly source: components["schemas"]["Source"];
            readonly columns: readonly {
                readonly id: string;
                readonly name: string;
                readonly formula: string;
                readonly hidden: boolean;
                readonly format: {
                    /** @enum {string} */
                    readonly style: "automatic" | "number" | "percent" | "currency" | "date" | "datetime" | "text";
                    readonly decimals: number | null;
                    readonly currency: string | null;
                } | null;
                readonly level: string | null;
            }[];
            readonly filters: readonly ({
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "list";
                /** @enum {string} */
                readonly mode: "include" | "exclude";
                readonly values: readonly (string | boolean | null)[];
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "range";
                readonly from: string | null;
                readonly to: string | null;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "text";
                /** @enum {string} */
                readonly operator: "contains" | "does-not-contain" | "starts-with" | "ends-with" | "equals" | "does-not-equal";
                readonly text: string;
                readonly caseSensitive: boolean;
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "null";
                /** @enum {string} */
                readonly mode: "is-null" | "is-not-null";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "top";
                readonly count: number;
                /** @enum {string} */
                readonly direction: "highest" | "lowest";
            } | {
                readonly id: string;
                readonly columnId: string;
                /** @constant */
                readonly kind: "control";
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly controlId: string;
            })[];
            readonly sorts: readonly {
                readonly columnId: string;
                /** @enum {string} */
                readonly direction: "ascending" | "descending";
            }[];
            /** @constant */
            readonly kind: "chart";
            /** @enum {string} */
            readonly chart: "bar" | "line" | "area" | "scatter" | "pie" | "kpi";
            readonly x: string | null;
            readonly values: readonly string[];
            readonly series: string | null;
            readonly stacked: boolean;
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            /** @constant */
            readonly kind: "input-table";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly inputTableId: string;
            /** @enum {string} */
            readonly editableIn: "draft" | "published";
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            /** @constant */
            readonly kind: "text";
            readonly text: string;
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            /** @constant */
            readonly kind: "image";
            readonly image: string;
            readonly description: string;
        } | {
            /**
             * Format: uuid
             * @description UUID
             */
            readonly id: string;
            readonly name: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
            /** @constant */
            readonly kind: "control";
            /** @enum {string} */
            readonly control: "list" | "text" | "number-range" | "date-range" | "switch";
            readonly label: string;
            readonly choices: ({
                readonly values: readonly string[];
            } | {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly elementId: string;
                readonly columnId: string;
            }) | null;
            readonly multiple: boolean;
            readonly initial: null | boolean | string | readonly string[] | {
                readonly from: string | null;
                readonly to: string | null;
            };
        };
        readonly Definition: {
            /** @constant */
            readonly formatVersion: 1;
            readonly timeZone: string;
            /** @enum {string} */
            readonly weekStart: "monday" | "sunday";
            readonly pages: readonly {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly name: string;
                readonly elements: readonly components["schemas"]["Element"][];
            }[];
        };
        readonly DraftChange: {
            /** @constant */
            readonly kind: "addPage";
            readonly page: {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly name: string;
            };
            readonly position: number | null;
        } | {
            /** @constant */
            readonly kind: "renamePage";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly pageId: string;
            readonly name: string;
        } | {
            /** @constant */
            readonly kind: "removePage";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly pageId: string;
        } | {
            /** @constant */
            readonly kind: "movePage";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly pageId: string;
            readonly position: number;
        } | {
            /** @constant */
            readonly kind: "putElement";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly pageId: string;
            readonly element: components["schemas"]["Element"];
            readonly baseRevision?: number;
        } | {
            /** @constant */
            readonly kind: "removeElement";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
            readonly baseRevision?: number;
        } | {
            /** @constant */
            readonly kind: "renameElement";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
            readonly name: string;
        } | {
            /** @constant */
            readonly kind: "renameColumn";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
            readonly columnId: string;
            readonly name: string;
            /** @description Columns of sources that stand beside the element in joins; without them it may not be told whose a name is there. */
            readonly known?: readonly {
                readonly source: {
                    /** @constant */
                    readonly kind: "warehouse-table";
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly connectionId: string;
                    readonly schema: string;
                    readonly table: string;
                } | {
                    /** @constant */
                    readonly kind: "custom-sql";
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly connectionId: string;
                    readonly sql: string;
                } | {
                    /** @constant */
                    readonly kind: "data-model";
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly documentId: string;
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly elementId: string;
                } | {
                    /** @constant */
                    readonly kind: "input-table";
                    /**
                     * Format: uuid
                     * @description UUID
                     */
                    readonly inputTableId: string;
                };
                readonly columns: readonly string[];
            }[];
        } | {
            /** @constant */
            readonly kind: "moveElement";
            /**
             * Format: uuid
             * @description UUID
             */
            readonly elementId: string;
            /**
             * Format: uuid
             * @description UUID
             */
            readonly pageId: string;
            readonly layout: {
                readonly x: number;
                readonly y: number;
                readonly width: number;
                readonly height: number;
            };
        } | {
            /** @constant */
            readonly kind: "setDocument";
            readonly timeZone?: string;
            /** @enum {string} */
            readonly weekStart?: "monday" | "sunday";
        };
        readonly MemberAttributes: {
            /** @description By name; a static connection may take the role in the warehouse from one of them */
            readonly attributes: {
                readonly [key: string]: string;
            };
        };
        readonly RoleChoice: {
            /** @description The role in which I read; null: my login's own rights */
            readonly chosen: string | null;
            /** @description Roles that my login may take, as the warehouse says now */
            readonly available: readonly string[];
        };
        readonly RunAsServiceAccount: {
            readonly offered: boolean;
            /** @description Why it is offered, or what is missing */
            readonly reason: string;
            /** @description Only Admins may */
            readonly maySet: boolean;
            readonly enabled: boolean;
            readonly setBy: {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly name: string;
            } | null;
            readonly setAt: string | null;
            /** @description The version that is served */
            readonly approvedVersion: number | null;
            /** @description Published, but waiting for the approval of an Admin */
            readonly waitingVersion: number | null;
            readonly connections: readonly {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly name: string;
                readonly qualifies: boolean;
                readonly reason: string;
                /** @description Whether its parts run as the service account now */
                readonly runsAsServiceAccount: boolean;
                /** @description Its login */
                readonly serviceAccount: string | null;
            }[];
            /** @description All that the published version reads; for those who may edit */
            readonly reads: readonly {
                /** @enum {string} */
                readonly kind: "warehouse-table" | "custom-sql" | "input-table";
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly connectionId: string;
                /** @description As people know it; for custom SQL its text */
                readonly name: string;
            }[];
            /** @description What publishing the draft would add to that */
            readonly newInDraft: readonly {
                /** @enum {string} */
                readonly kind: "warehouse-table" | "custom-sql" | "input-table";
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly connectionId: string;
                /** @description As people know it; for custom SQL its text */
                readonly name: string;
            }[];
        };
        readonly RunAsServiceAccountSetting: {
            /** @description Published versions with new sources wait for an Admin */
            readonly approvalIsAsked: boolean;
        };
        readonly RunsAs: {
            readonly member: {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly id: string;
                readonly name: string;
            };
            /** @enum {string} */
            readonly version: "draft" | "published";
            /**
             * @description The document's sources and its toggle
             * @enum {string}
             */
            readonly row: "static-only" | "one-oauth-on" | "one-oauth-off" | "oauth-and-static-on" | "oauth-and-static-off" | "several-oauth-on" | "several-oauth-off";
            /** @description One for each connection that the element reads */
            readonly parts: readonly {
                /**
                 * Format: uuid
                 * @description UUID
                 */
                readonly connectionId: string;
                readonly connectionName: string;
                /** @description null: it does not run */
                readonly principal: {
                    /** @enum {string} */
                    readonly kind: "person" | "service-account" | "connection-credential";
                    /** @description In the warehouse; null when it is not known */
                    readonly login: string | null;
                    readonly name: string;
                    /** @description In which the warehouse is asked; null: in the rights of the login itself */
                    readonly role: string | null;
                } | null;
                readonly rule: string | null;
                /** @description Why it does not run */
                readonly refused: string | null;
                readonly reason: string;
                readonly remedy: {
                    /** @enum {string} */
                    readonly action: "sign-in" | "ask-admin" | "ask-owner" | "ask-warehouse-admin";
                    readonly sentence: string;
                    /** @description Where to send the browser; `returnTo` may be added */
                    readonly signInUrl: string | null;
                };
            }[];
        };
        readonly WriteDestinationVerdict: {
            /** Format: uuid */
            readonly id: string;
            readonly database: string;
            readonly schema: string;
            /** @enum {string} */
            readonly verdict: "authorized" | "unauthorized" | "unknown" | "checking";
            readonly reason: string | null;
            readonly missingPrivilege: string | null;
            readonly grantSql: string | null;
            readonly checkedAt: string | null;
        };
        readonly ProbeLeftover: {
            readonly database: string;
            readonly schema: string;
            readonly table: string;
            readonly login: string;
            /** @enum {string} */
            readonly purpose: "write-access" | "edit-log";
            readonly recordedAt: string;
        };
    };
    responses: {
        /** @description What went wrong, and the next step. */
        readonly Problem: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type SchemaProblem = components['schemas']['Problem'];
export type SchemaPostgresqlCredentialInput = components['schemas']['PostgresqlCredentialInput'];
export type SchemaConnectionOAuthInput = components['schemas']['ConnectionOAuthInput'];
export type SchemaSchemaPathInput = components['schemas']['SchemaPathInput'];
export type SchemaWriteAccessSettingsInput = components['schemas']['WriteAccessSettingsInput'];
export type SchemaNewConnectionInput = components['schemas']['NewConnectionInput'];
export type SchemaConnectionChangeInput = components['schemas']['ConnectionChangeInput'];
export type SchemaWriteAccessChangeInput = components['schemas']['WriteAccessChangeInput'];
export type SchemaConnectionTestRequestInput = components['schemas']['ConnectionTestRequestInput'];
export type SchemaWarningInput = components['schemas']['WarningInput'];
export type SchemaConnectionInput = components['schemas']['ConnectionInput'];
export type SchemaConnectionTestStageInput = components['schemas']['ConnectionTestStageInput'];
export type SchemaConnectionTestInput = components['schemas']['ConnectionTestInput'];
export type SchemaCatalogInput = components['schemas']['CatalogInput'];
export type SchemaCatalogTableInput = components['schemas']['CatalogTableInput'];
export type SchemaGovernanceInput = components['schemas']['GovernanceInput'];
export type SchemaAuditEntryInput = components['schemas']['AuditEntryInput'];
export type SchemaDataPermissionsInput = components['schemas']['DataPermissionsInput'];
export type SchemaSourceInput = components['schemas']['SourceInput'];
export type SchemaElementInput = components['schemas']['ElementInput'];
export type SchemaDefinitionInput = components['schemas']['DefinitionInput'];
export type SchemaDraftChangeInput = components['schemas']['DraftChangeInput'];
export type SchemaMemberAttributesInput = components['schemas']['MemberAttributesInput'];
export type SchemaRoleChoiceInput = components['schemas']['RoleChoiceInput'];
export type SchemaRunAsServiceAccountInput = components['schemas']['RunAsServiceAccountInput'];
export type SchemaRunAsServiceAccountSettingInput = components['schemas']['RunAsServiceAccountSettingInput'];
export type SchemaRunsAsInput = components['schemas']['RunsAsInput'];
export type SchemaWriteDestinationVerdictInput = components['schemas']['WriteDestinationVerdictInput'];
export type SchemaProbeLeftoverInput = components['schemas']['ProbeLeftoverInput'];
export type SchemaPostgresqlCredential = components['schemas']['PostgresqlCredential'];
export type SchemaConnectionOAuth = components['schemas']['ConnectionOAuth'];
export type SchemaSchemaPath = components['schemas']['SchemaPath'];
export type SchemaWriteAccessSettings = components['schemas']['WriteAccessSettings'];
export type SchemaNewConnection = components['schemas']['NewConnection'];
export type SchemaConnectionChange = components['schemas']['ConnectionChange'];
export type SchemaWriteAccessChange = components['schemas']['WriteAccessChange'];
export type SchemaConnectionTestRequest = components['schemas']['ConnectionTestRequest'];
export type SchemaWarning = components['schemas']['Warning'];
export type SchemaConnection = components['schemas']['Connection'];
export type SchemaConnectionTestStage = components['schemas']['ConnectionTestStage'];
export type SchemaConnectionTest = components['schemas']['ConnectionTest'];
export type SchemaCatalog = components['schemas']['Catalog'];
export type SchemaCatalogTable = components['schemas']['CatalogTable'];
export type SchemaGovernance = components['schemas']['Governance'];
export type SchemaAuditEntry = components['schemas']['AuditEntry'];
export type SchemaDataPermissions = components['schemas']['DataPermissions'];
export type SchemaSource = components['schemas']['Source'];
export type SchemaElement = components['schemas']['Element'];
export type SchemaDefinition = components['schemas']['Definition'];
export type SchemaDraftChange = components['schemas']['DraftChange'];
export type SchemaMemberAttributes = components['schemas']['MemberAttributes'];
export type SchemaRoleChoice = components['schemas']['RoleChoice'];
export type SchemaRunAsServiceAccount = components['schemas']['RunAsServiceAccount'];
export type SchemaRunAsServiceAccountSetting = components['schemas']['RunAsServiceAccountSetting'];
export type SchemaRunsAs = components['schemas']['RunsAs'];
export type SchemaWriteDestinationVerdict = components['schemas']['WriteDestinationVerdict'];
export type SchemaProbeLeftover = components['schemas']['ProbeLeftover'];
export type ResponseProblem = components['responses']['Problem'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
