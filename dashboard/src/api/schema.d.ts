// Made by dashboard/api-types.ts. Do not change it here.

export interface paths {
    "/admin/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Session"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Sign in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SignInInput"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Session"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Sign out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            deleted: true;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/session/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a password with the token of an invitation, and sign in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Session"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the own password; the member’s other sessions end */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password: string;
                        new_password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Session"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/session/oidc/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go to an OpenID Connect provider to sign in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description To the provider. */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/session/oidc/{name}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the provider sends the browser back to */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that goes on to the dashboard. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List organizations, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Organization"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Make an organization */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OrganizationCreateInput"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/organizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One organization */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete an organization that has no projects, keys and members; its records stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {boolean} */
                            deleted: true;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an organization */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OrganizationChangeInput"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/admin/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List projects, newest first */
        get: {
            parameters: {
                query?: {
                    organization_id?: string;
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Project"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Make a project */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProjectCreateInput"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a project that has no keys; its records stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {boolean} */
                            deleted: true;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a project */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProjectChangeInput"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/admin/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List members, newest first */
        get: {
            parameters: {
                query?: {
                    organization_id?: string;
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Member"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Invite a member
         * @description The answer alone holds the token, with which the member sets a password, once, in 7 days.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MemberCreateInput"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitedMember"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One member */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a member; he is signed out, and his keys are blocked */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {boolean} */
                            deleted: true;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a member; one who is not active is signed out, and his keys are blocked */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MemberChangeInput"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/admin/v1/members/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a member’s password and sessions, and give a token to set a new one */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitedMember"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the browsers that are signed in, newest first */
        get: {
            parameters: {
                query?: {
                    member_id?: string;
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["SignedIn"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sign-ins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign a browser out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {boolean} */
                            deleted: true;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the users that exchanges name, with what they used, the latest first */
        get: {
            parameters: {
                query?: {
                    /** @description `default` for the default one. */
                    organization_id?: string;
                    /** @description `default` for the default one. */
                    project_id?: string;
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["User"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/users/{id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse a user’s requests, also before he was ever seen */
        post: {
            parameters: {
                query?: {
                    /** @description Absent: your own, or the default one. */
                    organization_id?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @description Null: the default one. */
                            organization_id: string | null;
                            blocked: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/users/{id}/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a user’s requests again */
        post: {
            parameters: {
                query?: {
                    /** @description Absent: your own, or the default one. */
                    organization_id?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @description Null: the default one. */
                            organization_id: string | null;
                            blocked: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the sessions that exchanges name, with what they used, the latest first */
        get: {
            parameters: {
                query?: {
                    /** @description `default` for the default one. */
                    organization_id?: string;
                    /** @description `default` for the default one. */
                    project_id?: string;
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["ConversationSession"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List keys, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description `default` for the default one. */
                    organization_id?: string;
                    /** @description `default` for the default one. */
                    project_id?: string;
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Key"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Make a key */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["KeyCreateInput"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewKey"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One key, with what it has used */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KeyDetail"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a key; its records stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {boolean} */
                            deleted: true;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a key */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["KeyChangeInput"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Key"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/admin/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a key a new secret */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description How long the former secret still works. */
                        grace?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewKey"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/keys/{id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse a key until it is unblocked */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Key"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/keys/{id}/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a key again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Key"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List budgets, in the order of their ids */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                    /** @description Whose spending to show. */
                    scope_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Budget"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Make a budget */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BudgetCreateInput"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Budget"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/budgets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One budget, with what is left of it */
        get: {
            parameters: {
                query?: {
                    /** @description Whose spending to show. */
                    scope_id?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Budget"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a budget */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {boolean} */
                            deleted: true;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a budget */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BudgetChangeInput"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Budget"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/admin/v1/budgets/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let those go on again whom a budget has paused */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        scope_id?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            resumed: string[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List rate limits, in the order of their ids */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Limit"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Make a rate limit */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LimitCreateInput"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Limit"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/limits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rate limit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Limit"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a rate limit */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {boolean} */
                            deleted: true;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a rate limit */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LimitChangeInput"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Limit"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/admin/v1/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List wallets, with what is left in them */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Wallet"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Add credits to an organization or a project
         * @description The first makes its wallet: from then on it is paid from that, and refused when it is empty.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same key books once, however often it is sent. */
                    "idempotency-key": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TopUpCreateInput"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TopUp"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TopUp"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/credits/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that was booked in a wallet, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                    /** @description ISO 8601 with a zone; a date alone begins at midnight UTC. */
                    since?: string;
                    /** @description ISO 8601 with a zone; a date alone begins at midnight UTC. */
                    until?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["LedgerEntry"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/credits/{id}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same in one file, newest first */
        get: {
            parameters: {
                query?: {
                    format?: "csv";
                    /** @description ISO 8601 with a zone; a date alone begins at midnight UTC. */
                    since?: string;
                    /** @description ISO 8601 with a zone; a date alone begins at midnight UTC. */
                    until?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A line for each entry. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/credits/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book what a shop says was bought, once for each id of an event
         * @description Signed as standardwebhooks.com has it, with `credits.webhook_secret`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "webhook-id"?: string;
                    "webhook-timestamp"?: string;
                    "webhook-signature"?: string;
                };
                path?: never;
                cookie?: never;
            };
            /** @description `{ type: "credit.purchased", id, organization_id or project_id, usd }` */
            requestBody: {
                content: {
                    "application/json": string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TopUp"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit/books": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count wallets and spending anew, and name every difference
         * @description Of differences the first 1000 are named.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BooksVerdict"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/exchanges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search exchanges, newest first
         * @description A page of a search by words may be short, or empty, and still name a next one.
         */
        get: {
            parameters: {
                query?: {
                    key_id?: string;
                    provider?: string;
                    /** @description The model that answered. */
                    model?: string;
                    user?: string;
                    session?: string;
                    tag?: string;
                    dialect?: "openai-chat" | "openai-responses" | "anthropic-messages" | "gemini" | "openai-completions";
                    status?: number;
                    error_code?: "invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal";
                    /** @description Inclusive. */
                    since?: string;
                    /** @description Exclusive. */
                    until?: string;
                    /** @description USD. */
                    min_cost?: number;
                    /** @description Words that must all stand in the recorded bodies. */
                    q?: string;
                    /** @description `default` for the default one. */
                    organization_id?: string;
                    /** @description `default` for the default one. */
                    project_id?: string;
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Exchange"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/exchanges/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All exchanges that pass the filters, newest first, as they are in lists */
        get: {
            parameters: {
                query?: {
                    key_id?: string;
                    provider?: string;
                    /** @description The model that answered. */
                    model?: string;
                    user?: string;
                    session?: string;
                    tag?: string;
                    dialect?: "openai-chat" | "openai-responses" | "anthropic-messages" | "gemini" | "openai-completions";
                    status?: number;
                    error_code?: "invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal";
                    /** @description Inclusive. */
                    since?: string;
                    /** @description Exclusive. */
                    until?: string;
                    /** @description USD. */
                    min_cost?: number;
                    /** @description Words that must all stand in the recorded bodies. */
                    q?: string;
                    /** @description `default` for the default one. */
                    organization_id?: string;
                    /** @description `default` for the default one. */
                    project_id?: string;
                    format?: "jsonl" | "csv" | "parquet";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A line for each exchange. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-ndjson": string;
                        "text/csv": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/exchanges/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One exchange, with its bodies */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExchangeDetail"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/exchanges/tail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exchanges as they end, as server-sent events of the type `exchange` */
        get: {
            parameters: {
                query?: {
                    key_id?: string;
                    provider?: string;
                    /** @description The model that answered. */
                    model?: string;
                    user?: string;
                    session?: string;
                    tag?: string;
                    dialect?: "openai-chat" | "openai-responses" | "anthropic-messages" | "gemini" | "openai-completions";
                    status?: number;
                    error_code?: "invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal";
                    /** @description USD. */
                    min_cost?: number;
                    /** @description `default` for the default one. */
                    organization_id?: string;
                    /** @description `default` for the default one. */
                    project_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description An event for each exchange; its data is an Exchange. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sums of requests, tokens and money
         * @description Above 10000 rows are refused. By tag, an exchange counts under each of its tags.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Any of model, provider, key, organization, project, member, user, session, tag, dialect, day, hour, parted by commas. Absent: one row for everything. */
                    group_by?: string;
                    /** @description Inclusive. */
                    since?: string;
                    /** @description Exclusive. */
                    until?: string;
                    /** @description `default` for the default one. */
                    organization_id?: string;
                    /** @description `default` for the default one. */
                    project_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["UsageRow"][];
                            next_cursor: null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Spend, requests, errors and latency over a time, compared with the time before */
        get: {
            parameters: {
                query?: {
                    /** @description Absent: a day before `until`. */
                    since?: string;
                    /** @description Absent: now. */
                    until?: string;
                    provider?: string;
                    model?: string;
                    key_id?: string;
                    /** @description `default` for the default one. */
                    organization_id?: string;
                    /** @description `default` for the default one. */
                    project_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Overview"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What needs somebody now, and how budgets of keys burn down
         * @description Looks at the newest 500 keys.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Attention"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Targets of all routes, and others that were called since the start */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Target"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Model names, and where they lead
         * @description Names of the form `provider/native-id` work too, and are not listed.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Model"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Configured providers */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Provider"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/providers/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a credential that is not configured: asks for a few tokens */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        kind: string;
                        /** @description Or `${NAME}`, read from the environment. */
                        api_key?: string;
                        /** Format: uri */
                        base_url?: string;
                        /** @description To try. Absent: the cheapest that is known. */
                        model?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CredentialVerdict"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/providers/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a configured provider: asks for a few tokens */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description To try. Absent: the cheapest that is known. */
                        model?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CredentialVerdict"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/providers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a provider in the configuration document */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        kind: string;
                        /** @description Or `${NAME}`, read from the environment. */
                        api_key?: string;
                        /** Format: uri */
                        base_url?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            revision: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        /** Leave a provider out of the configuration document */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            revision: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The configuration in force */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Config"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /** Put a whole document in force */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/yaml": string;
                    "application/json": string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            revision: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/config/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Revisions, the last to be put in force first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["ConfigRevision"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/config/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether a document could be put in force, and everything that is wrong with it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/yaml": string;
                    "application/json": string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            valid: boolean;
                            errors: components["schemas"]["ConfigProblem"][];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/config/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put an earlier revision in force again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        revision: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            revision: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/config/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The configuration document in force, as it was written */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConfigDocument"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/route/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where this request would go, and why
         * @description The body and the headers are those of a real request, in any dialect. Nothing is sent, reserved or recorded.
         */
        post: {
            parameters: {
                query?: {
                    /** @description The endpoint, e.g. /v1/messages. */
                    path?: string;
                    /** @description As this key. Absent: as the master key. */
                    key_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description A request. */
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Explanation"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/drills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Drills that are on */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Drill"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Begin a drill at a provider
         * @description What callers ask of the provider meanwhile suffers. A provider has one drill at a time.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "outage";
                        provider: string;
                        /** @description It ends by itself after so long. */
                        for_ms: number;
                        /**
                         * @description Of the requests to the provider, the share that suffers.
                         * @default 1
                         */
                        share?: number;
                        /** @description Makes a share strike the same requests again. */
                        seed?: string;
                        /**
                         * @description Connections are not refused, but cannot be made in the time for it.
                         * @default false
                         */
                        hangs?: boolean;
                    } | {
                        /** @enum {string} */
                        kind: "slow";
                        provider: string;
                        /** @description It ends by itself after so long. */
                        for_ms: number;
                        /**
                         * @description Of the requests to the provider, the share that suffers.
                         * @default 1
                         */
                        share?: number;
                        /** @description Makes a share strike the same requests again. */
                        seed?: string;
                        /** @default 5000 */
                        delay_ms?: number;
                    } | {
                        /** @enum {string} */
                        kind: "rate-limit";
                        provider: string;
                        /** @description It ends by itself after so long. */
                        for_ms: number;
                        /**
                         * @description Of the requests to the provider, the share that suffers.
                         * @default 1
                         */
                        share?: number;
                        /** @description Makes a share strike the same requests again. */
                        seed?: string;
                        /**
                         * @description What `retry-after` says, in whole seconds.
                         * @default 1000
                         */
                        retry_after_ms?: number;
                    } | {
                        /** @enum {string} */
                        kind: "error";
                        provider: string;
                        /** @description It ends by itself after so long. */
                        for_ms: number;
                        /**
                         * @description Of the requests to the provider, the share that suffers.
                         * @default 1
                         */
                        share?: number;
                        /** @description Makes a share strike the same requests again. */
                        seed?: string;
                        /** @default 500 */
                        status?: number;
                    } | {
                        /** @enum {string} */
                        kind: "price";
                        provider: string;
                        /** @description It ends by itself after so long. */
                        for_ms: number;
                        /**
                         * @description Routing takes its prices for so many times what they are; what is booked stays true.
                         * @default 2
                         */
                        factor?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Drill"];
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/drills/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a drill at once */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {boolean} */
                            deleted: true;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List alerts, newest first
         * @description The last thousand of this process, since it started.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                    type?: "price_change" | "error_rate" | "latency" | "quality_drop" | "provider_down" | "budget_50" | "budget_80" | "budget_100";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Alert"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was done, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The `next_cursor` of the page before. */
                    cursor?: string;
                    actor?: string;
                    action?: string;
                    subject?: string;
                    organization_id?: string;
                    /** @description ISO 8601 with a zone; a date alone begins at midnight UTC. */
                    since?: string;
                    /** @description ISO 8601 with a zone; a date alone begins at midnight UTC. */
                    until?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["AuditEvent"][];
                            /** @description Null on the last page. */
                            next_cursor: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole chain with its checkpoints, for a check elsewhere
         * @description JSON lines, oldest first. `portolan audit verify --file` reads them.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check the chain, and name the first event that is not as it was */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            ok: true;
                            events: number;
                            head: string;
                        } | {
                            /** @enum {boolean} */
                            ok: false;
                            /** @description Before the first bad one. */
                            events: number;
                            first_bad: {
                                seq: number;
                                reason: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign the chain as it is now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditCheckpoint"] | null;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase the details of all that was done in an organization
         * @description What was done, when and by whom stays, and the chain stays whole. It cannot be taken back.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        organization_id: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            erased: number;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/playground/{dialect}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a model as who is signed in; the answer is that of the endpoint itself */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    dialect: "openai-chat" | "anthropic-messages";
                };
                cookie?: never;
            };
            /** @description A request in this dialect. */
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description The answer, or a stream of it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        TopUpCreateInput: {
            /** @description This, or a project. */
            organization_id?: string;
            project_id?: string;
            usd: number;
            /**
             * Format: date-time
             * @description What is not used by then is gone. Absent: never.
             */
            expires_at?: string;
            /** @description For your own books: an invoice, an order. */
            reference: string;
        };
        KeyCreateInput: {
            name: string;
            /** @description Names, or patterns with `*`. Null allows every model, an empty list none. */
            models?: string[] | null;
            /** @description Names of providers, also for every fallback. */
            providers?: string[] | null;
            /** @description Names under `models` of the configuration, also for every fallback. */
            routes?: string[] | null;
            /** @description What its callers speak, as records name it. */
            dialects?: string[] | null;
            /** @description Where it may be used from: addresses, or CIDR ranges, v4 and v6. */
            ip_ranges?: string[] | null;
            /** @description Each must have room. None: no limit. */
            limits?: {
                /** @description Requests in a minute. */
                rpm?: number;
                /** @description Requests in an hour. */
                rph?: number;
                /** @description Requests in a day. */
                rpd?: number;
                /** @description Tokens in a minute. */
                tpm?: number;
                /** @description Tokens in a day. */
                tpd?: number;
                /** @description Requests at once. */
                concurrency?: number;
                /** @description Further limits by requested model name. */
                models?: {
                    [key: string]: {
                        /** @description Requests in a minute. */
                        rpm?: number;
                        /** @description Requests in an hour. */
                        rph?: number;
                        /** @description Requests in a day. */
                        rpd?: number;
                        /** @description Tokens in a minute. */
                        tpm?: number;
                        /** @description Tokens in a day. */
                        tpd?: number;
                        /** @description Requests at once. */
                        concurrency?: number;
                    };
                };
            };
            /** @description The strictest applies. */
            budgets?: {
                usd?: number;
                tokens?: number;
                calls?: number;
                /** @description Of waiting for providers. */
                seconds?: number;
                /** @description day, week and month begin at midnight in time_zone; 7d and 24h roll. */
                window?: string;
                time_zone?: string;
                /**
                 * @description deny refuses; downgrade asks another model; warn only tells; pause refuses until resumed.
                 * @enum {string}
                 */
                on_exhausted?: "deny" | "downgrade" | "warn" | "pause";
                /** @description With downgrade: the model to ask. */
                downgrade_to?: string;
                /** @description Percentages that are told of when they are reached, once in a window. */
                alert_at?: number[];
                /** @description So much more, until then. Null: no longer. */
                increase?: {
                    usd?: number;
                    tokens?: number;
                    calls?: number;
                    /** @description Of waiting for providers. */
                    seconds?: number;
                    /**
                     * Format: date-time
                     * @description ISO 8601 with a zone; a date alone begins at midnight UTC.
                     */
                    until: string;
                } | null;
            }[];
            expires_at?: string | null;
            /**
             * @description inference calls models; viewer reads the admin API; admin does all.
             * @enum {string}
             */
            role?: "inference" | "viewer" | "admin";
            tags?: string[];
            metadata?: {
                [key: string]: unknown;
            } | null;
            /** @description Follows from the project where one is named. Of a key that administers: what it is held to. */
            organization_id?: string | null;
            project_id?: string | null;
            /** @description Not supported yet. */
            guardrails?: unknown;
            /** @description Not supported yet. */
            route?: unknown;
        };
        /** @description Each field that is named is replaced whole. */
        KeyChangeInput: {
            name?: string;
            /** @description Names, or patterns with `*`. Null allows every model, an empty list none. */
            models?: string[] | null;
            /** @description Names of providers, also for every fallback. */
            providers?: string[] | null;
            /** @description Names under `models` of the configuration, also for every fallback. */
            routes?: string[] | null;
            /** @description What its callers speak, as records name it. */
            dialects?: string[] | null;
            /** @description Where it may be used from: addresses, or CIDR ranges, v4 and v6. */
            ip_ranges?: string[] | null;
            /** @description Each must have room. None: no limit. */
            limits?: {
                /** @description Requests in a minute. */
                rpm?: number;
                /** @description Requests in an hour. */
                rph?: number;
                /** @description Requests in a day. */
                rpd?: number;
                /** @description Tokens in a minute. */
                tpm?: number;
                /** @description Tokens in a day. */
                tpd?: number;
                /** @description Requests at once. */
                concurrency?: number;
                /** @description Further limits by requested model name. */
                models?: {
                    [key: string]: {
                        /** @description Requests in a minute. */
                        rpm?: number;
                        /** @description Requests in an hour. */
                        rph?: number;
                        /** @description Requests in a day. */
                        rpd?: number;
                        /** @description Tokens in a minute. */
                        tpm?: number;
                        /** @description Tokens in a day. */
                        tpd?: number;
                        /** @description Requests at once. */
                        concurrency?: number;
                    };
                };
            };
            /** @description The strictest applies. */
            budgets?: {
                usd?: number;
                tokens?: number;
                calls?: number;
                /** @description Of waiting for providers. */
                seconds?: number;
                /** @description day, week and month begin at midnight in time_zone; 7d and 24h roll. */
                window?: string;
                time_zone?: string;
                /**
                 * @description deny refuses; downgrade asks another model; warn only tells; pause refuses until resumed.
                 * @enum {string}
                 */
                on_exhausted?: "deny" | "downgrade" | "warn" | "pause";
                /** @description With downgrade: the model to ask. */
                downgrade_to?: string;
                /** @description Percentages that are told of when they are reached, once in a window. */
                alert_at?: number[];
                /** @description So much more, until then. Null: no longer. */
                increase?: {
                    usd?: number;
                    tokens?: number;
                    calls?: number;
                    /** @description Of waiting for providers. */
                    seconds?: number;
                    /**
                     * Format: date-time
                     * @description ISO 8601 with a zone; a date alone begins at midnight UTC.
                     */
                    until: string;
                } | null;
            }[];
            expires_at?: string | null;
            /**
             * @description inference calls models; viewer reads the admin API; admin does all.
             * @enum {string}
             */
            role?: "inference" | "viewer" | "admin";
            tags?: string[];
            metadata?: {
                [key: string]: unknown;
            } | null;
            /** @description Follows from the project where one is named. Of a key that administers: what it is held to. */
            organization_id?: string | null;
            project_id?: string | null;
            /** @description Not supported yet. */
            guardrails?: unknown;
            /** @description Not supported yet. */
            route?: unknown;
        };
        MemberCreateInput: {
            email: string;
            /** @description Absent: the address. */
            name?: string;
            /**
             * @description What each may do: see the page on identities. Billing sees sums and no exchanges.
             * @default member
             * @enum {string}
             */
            role: "owner" | "admin" | "member" | "viewer" | "billing";
            /** @description Null: of the whole gateway. */
            organization_id?: string | null;
        };
        MemberChangeInput: {
            email?: string;
            name?: string;
            /**
             * @description What each may do: see the page on identities. Billing sees sums and no exchanges.
             * @enum {string}
             */
            role?: "owner" | "admin" | "member" | "viewer" | "billing";
            active?: boolean;
        };
        OrganizationCreateInput: {
            name: string;
        };
        OrganizationChangeInput: {
            name?: string;
        };
        ProjectCreateInput: {
            name: string;
            /** @description Absent: your own, or the default one. */
            organization_id?: string;
        };
        ProjectChangeInput: {
            name?: string;
        };
        BudgetCreateInput: {
            /** @enum {string} */
            scope: "organization" | "project" | "member" | "key" | "user" | "session" | "tag" | "model" | "provider";
            /** @description Of the one that it is for. Absent: each of that scope. */
            id?: string;
            /** @description In place of `id`: several, or patterns with `*`. */
            match?: string[];
            usd?: number;
            tokens?: number;
            calls?: number;
            /** @description Of waiting for providers. */
            seconds?: number;
            /** @description day, week and month begin at midnight in time_zone; 7d and 24h roll. */
            window?: string;
            time_zone?: string;
            /**
             * @description deny refuses; downgrade asks another model; warn only tells; pause refuses until resumed.
             * @enum {string}
             */
            on_exhausted?: "deny" | "downgrade" | "warn" | "pause";
            /** @description With downgrade: the model to ask. */
            downgrade_to?: string;
            /** @description Percentages that are told of when they are reached, once in a window. */
            alert_at?: number[];
            /** @description So much more, until then. Null: no longer. */
            increase?: {
                usd?: number;
                tokens?: number;
                calls?: number;
                /** @description Of waiting for providers. */
                seconds?: number;
                /**
                 * Format: date-time
                 * @description ISO 8601 with a zone; a date alone begins at midnight UTC.
                 */
                until: string;
            } | null;
        };
        /** @description Each field that is named is replaced whole; whom it is for stays. */
        BudgetChangeInput: {
            usd?: number;
            tokens?: number;
            calls?: number;
            /** @description Of waiting for providers. */
            seconds?: number;
            /** @description day, week and month begin at midnight in time_zone; 7d and 24h roll. */
            window?: string;
            time_zone?: string;
            /**
             * @description deny refuses; downgrade asks another model; warn only tells; pause refuses until resumed.
             * @enum {string}
             */
            on_exhausted?: "deny" | "downgrade" | "warn" | "pause";
            /** @description With downgrade: the model to ask. */
            downgrade_to?: string;
            /** @description Percentages that are told of when they are reached, once in a window. */
            alert_at?: number[];
            /** @description So much more, until then. Null: no longer. */
            increase?: {
                usd?: number;
                tokens?: number;
                calls?: number;
                /** @description Of waiting for providers. */
                seconds?: number;
                /**
                 * Format: date-time
                 * @description ISO 8601 with a zone; a date alone begins at midnight UTC.
                 */
                until: string;
            } | null;
        };
        LimitCreateInput: {
            /** @enum {string} */
            scope: "organization" | "project" | "member" | "key" | "user" | "session" | "tag" | "model";
            /** @description Of the one that it is for. Absent: each of that scope. */
            id?: string;
            /** @description In place of `id`: several, or patterns with `*`. */
            match?: string[];
            /** @description Each must have room. None: no limit. */
            limits: {
                /** @description Requests in a minute. */
                rpm?: number;
                /** @description Requests in an hour. */
                rph?: number;
                /** @description Requests in a day. */
                rpd?: number;
                /** @description Tokens in a minute. */
                tpm?: number;
                /** @description Tokens in a day. */
                tpd?: number;
                /** @description Requests at once. */
                concurrency?: number;
                /** @description Further limits by requested model name. */
                models?: {
                    [key: string]: {
                        /** @description Requests in a minute. */
                        rpm?: number;
                        /** @description Requests in an hour. */
                        rph?: number;
                        /** @description Requests in a day. */
                        rpd?: number;
                        /** @description Tokens in a minute. */
                        tpm?: number;
                        /** @description Tokens in a day. */
                        tpd?: number;
                        /** @description Requests at once. */
                        concurrency?: number;
                    };
                };
            };
        };
        LimitChangeInput: {
            /** @description Each must have room. None: no limit. */
            limits: {
                /** @description Requests in a minute. */
                rpm?: number;
                /** @description Requests in an hour. */
                rph?: number;
                /** @description Requests in a day. */
                rpd?: number;
                /** @description Tokens in a minute. */
                tpm?: number;
                /** @description Tokens in a day. */
                tpd?: number;
                /** @description Requests at once. */
                concurrency?: number;
                /** @description Further limits by requested model name. */
                models?: {
                    [key: string]: {
                        /** @description Requests in a minute. */
                        rpm?: number;
                        /** @description Requests in an hour. */
                        rph?: number;
                        /** @description Requests in a day. */
                        rpd?: number;
                        /** @description Tokens in a minute. */
                        tpm?: number;
                        /** @description Tokens in a day. */
                        tpd?: number;
                        /** @description Requests at once. */
                        concurrency?: number;
                    };
                };
            };
        };
        SignInInput: {
            master_key: string;
        } | {
            email: string;
            password: string;
        };
        /** @description Refused or failed. */
        Error: {
            error: {
                message: string;
                type: string;
                /** @description The field that is wrong. */
                param: string | null;
                /** @enum {string} */
                code: "invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal";
                portolan: {
                    request_id: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        Alert: {
            id: string;
            /** Format: date-time */
            time: string;
            /** @enum {string} */
            type: "price_change" | "error_rate" | "latency" | "quality_drop" | "provider_down" | "budget_50" | "budget_80" | "budget_100";
            /**
             * @description cleared: what had passed a limit is within it again.
             * @enum {string}
             */
            state: "raised" | "cleared";
            reason: string;
            /** @description What was. Null: not known. */
            from: number | null;
            /** @description What is. */
            to: number | null;
            /** @description What it is about, by kind, e.g. `provider`. */
            subject: {
                [key: string]: string;
            };
        };
        AuditEvent: {
            /** @description From 1 on, without gaps. */
            seq: number;
            /** Format: date-time */
            time: string;
            /** @description `master`, `gateway`, `key:…` or `member:…`. */
            actor: string;
            /** @description The resource and the deed: `keys.create`. */
            action: string;
            /** @description The id of what it was done to. */
            subject: string | null;
            organization_id: string | null;
            /** @description Without secrets. Null: erased. */
            details: {
                [key: string]: unknown;
            } | null;
            digest: string;
            hash: string;
        };
        /** @description A signature under the chain up to one event. */
        AuditCheckpoint: {
            seq: number;
            hash: string;
            /** Format: date-time */
            time: string;
            /** @description Ed25519, as SPKI in base64. */
            public_key: string;
            /** @description In base64. */
            signature: string;
        };
        ConfigDocument: {
            revision: string;
            /** @description As it was written. Secrets that are written out in it are masked. */
            document: string;
        };
        SpentBudget: {
            usd?: number;
            usd_nanos?: string;
            tokens?: number;
            calls?: number;
            seconds?: number;
            /** @description day, week and month begin at midnight in time_zone; 7d and 24h roll. */
            window: string;
            time_zone?: string;
            /** @enum {string} */
            on_exhausted: "deny" | "downgrade" | "warn" | "pause";
            downgrade_to?: string;
            alert_at?: number[];
            increase?: {
                usd?: number;
                usd_nanos?: string;
                tokens?: number;
                calls?: number;
                seconds?: number;
                /** Format: date-time */
                until: string;
            };
            /** @description In this window so far, in the unit of the budget. */
            spent: number;
            spent_nanos?: string;
            /** @description When there is next more to spend. Null: never. */
            renews_at: string | null;
        };
        Config: {
            revision: string;
            /**
             * @description Who put it in force; program: the one that runs the gateway, which then keeps it to itself.
             * @enum {string}
             */
            source: "file" | "api" | "defaults" | "program";
            /** @description In the words of portolan.yaml, complete, with secrets masked. */
            config: {
                [key: string]: unknown;
            };
        };
        ConfigRevision: {
            revision: string;
            /**
             * @description Who put it in force; program: the one that runs the gateway, which then keeps it to itself.
             * @enum {string}
             */
            source: "file" | "api" | "defaults" | "program";
            /**
             * Format: date-time
             * @description When it was last put in force.
             */
            created_at: string;
        };
        /** @description Lines and columns count from 1. */
        ConfigProblem: {
            path: string;
            line: number | null;
            column: number | null;
            message: string;
            suggestion: string | null;
        };
        BooksVerdict: {
            ok: boolean;
            /** @description How many were counted anew. */
            wallets: number;
            /** @description From when on spending was counted anew. Null: there are no exchanges. */
            since: string | null;
            until: string | null;
            differences: {
                figure: string;
                /** @description Money in nanos. */
                booked: number;
                recomputed: number;
            }[];
        };
        Wallet: {
            id: string;
            organization_id: string;
            /** @description Null: the organization's own. */
            project_id: string | null;
            /** @description USD. Null: not known. */
            balance: number | null;
            /** @description The exact amount in billionths of a USD. */
            balance_nanos: string | null;
            /** @description By requests that are running. */
            held: number | null;
            /** @description The exact amount in billionths of a USD. */
            held_nanos: string | null;
            /** Format: date-time */
            created_at: string;
        };
        TopUp: {
            id: string;
            /** @description USD. Null: not known. */
            amount: number | null;
            /** @description The exact amount in billionths of a USD. */
            amount_nanos: string | null;
            expires_at: string | null;
            reference: string;
            /** Format: date-time */
            created_at: string;
            wallet: components["schemas"]["Wallet"];
        };
        LedgerEntry: {
            seq: number;
            /** Format: date-time */
            time: string;
            /** @enum {string} */
            kind: "top_up" | "charge" | "expiry";
            /** @description The account that it came from. */
            debit: string;
            /** @description The account that it went to. */
            credit: string;
            /** @description Below 0 where it left the wallet. */
            amount: number | null;
            /** @description The exact amount in billionths of a USD. */
            amount_nanos: string | null;
            /** @description The exchange, the top-up, or the part of it that expired. */
            cause: string;
        };
        Drill: {
            id: string;
            provider: string;
            /** @enum {string} */
            kind: "outage" | "slow" | "rate-limit" | "error" | "price";
            hangs?: boolean;
            delay_ms?: number;
            /** @description What `retry-after` says, in whole seconds. */
            retry_after_ms?: number;
            status?: number;
            /** @description Routing takes its prices for so many times what they are; what is booked stays true. */
            factor?: number;
            share: number;
            seed: string;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            ends_at: string;
            /** @description Requests to the provider that have suffered so far. */
            struck: number;
        };
        /** @description Tokens. */
        Usage: {
            /** @description All input tokens, cached ones included. */
            input: number;
            /** @description All output tokens, reasoning included. */
            output: number;
            cache_read: number;
            cache_write: number;
            reasoning: number;
            /** @description Of input and output. */
            audio: number;
            /** @description Of input and output. */
            image: number;
            /** @description Where something else than tokens is counted. */
            units?: {
                images: number;
                seconds: number;
                characters: number;
                searches: number;
            };
        };
        Exchange: {
            id: string;
            /** Format: date-time */
            time: string;
            key_id: string | null;
            /** @description Null: the default one. */
            organization_id: string | null;
            /** @description Null: the default one. */
            project_id: string | null;
            member_id: string | null;
            user: string | null;
            session: string | null;
            tags: string[];
            metadata: {
                [key: string]: unknown;
            } | null;
            dialect: string;
            operation: string;
            streamed: boolean;
            requested_model: string;
            model: string | null;
            provider: string | null;
            target: string | null;
            decision: {
                id: string;
                seed: string;
                revision: string;
                target: string | null;
                /** @description Where a budget had no room for the model that was asked for. */
                downgrade?: {
                    from: string;
                    to: string;
                };
                /** @description Where the request left the model to be chosen. */
                auto?: {
                    /** @enum {string} */
                    task: "vision" | "long-context" | "tool-use" | "extraction" | "translation" | "code" | "maths" | "reasoning" | "chat";
                    /** @enum {string} */
                    tier: "low" | "balanced" | "high";
                    /** @enum {string} */
                    strength: "weak" | "strong";
                    /** @enum {string} */
                    decided_by: "class" | "score";
                    /** @description The probability that a weak model is as good. */
                    suffices: number;
                    /** @description Below it a strong model is asked for. */
                    threshold: number;
                    /** @description Of the weights. */
                    version: string;
                    models: string[];
                };
                candidates: {
                    target: string;
                    /** @description Lower goes first. */
                    score: number | null;
                    parts: {
                        [key: string]: number;
                    };
                    removed_by: string | null;
                }[];
            } | null;
            attempts: {
                target: string;
                provider: string;
                model: string;
                status: number | null;
                code: (("invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal") | "hedge_lost") | null;
                /** @enum {string} */
                role?: "hedge" | "continuation";
                /** @description After the exchange began. */
                started_ms: number;
                duration_ms: number;
                ttft_ms: number | null;
                usage: components["schemas"]["Usage"] | null;
                /** @description USD. Null: not known. */
                cost: number | null;
                /** @description The exact amount in billionths of a USD. */
                cost_nanos: string | null;
            }[];
            status: number;
            error_code: ("invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal") | null;
            finish_reason: string | null;
            cache: null;
            guardrails: unknown[];
            usage: components["schemas"]["Usage"] | null;
            usage_source: ("provider" | "estimated") | null;
            /** @description USD. Null: not known. */
            cost: number | null;
            /** @description The exact amount in billionths of a USD. */
            cost_nanos: string | null;
            /** @description USD. Null: not known. */
            billed: number | null;
            /** @description The exact amount in billionths of a USD. */
            billed_nanos: string | null;
            price_version: string | null;
            ttft_ms: number | null;
            duration_ms: number;
            overhead_ms: number;
            dropped_params: string[];
            /** @description Of the bodies, where they were passed on as they are. */
            bytes: {
                request: number;
                response: number;
            } | null;
        };
        ExchangeDetail: {
            id: string;
            /** Format: date-time */
            time: string;
            key_id: string | null;
            /** @description Null: the default one. */
            organization_id: string | null;
            /** @description Null: the default one. */
            project_id: string | null;
            member_id: string | null;
            user: string | null;
            session: string | null;
            tags: string[];
            metadata: {
                [key: string]: unknown;
            } | null;
            dialect: string;
            operation: string;
            streamed: boolean;
            requested_model: string;
            model: string | null;
            provider: string | null;
            target: string | null;
            decision: {
                id: string;
                seed: string;
                revision: string;
                target: string | null;
                /** @description Where a budget had no room for the model that was asked for. */
                downgrade?: {
                    from: string;
                    to: string;
                };
                /** @description Where the request left the model to be chosen. */
                auto?: {
                    /** @enum {string} */
                    task: "vision" | "long-context" | "tool-use" | "extraction" | "translation" | "code" | "maths" | "reasoning" | "chat";
                    /** @enum {string} */
                    tier: "low" | "balanced" | "high";
                    /** @enum {string} */
                    strength: "weak" | "strong";
                    /** @enum {string} */
                    decided_by: "class" | "score";
                    /** @description The probability that a weak model is as good. */
                    suffices: number;
                    /** @description Below it a strong model is asked for. */
                    threshold: number;
                    /** @description Of the weights. */
                    version: string;
                    models: string[];
                };
                candidates: {
                    target: string;
                    /** @description Lower goes first. */
                    score: number | null;
                    parts: {
                        [key: string]: number;
                    };
                    removed_by: string | null;
                }[];
            } | null;
            attempts: {
                target: string;
                provider: string;
                model: string;
                status: number | null;
                code: (("invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal") | "hedge_lost") | null;
                /** @enum {string} */
                role?: "hedge" | "continuation";
                /** @description After the exchange began. */
                started_ms: number;
                duration_ms: number;
                ttft_ms: number | null;
                usage: components["schemas"]["Usage"] | null;
                /** @description USD. Null: not known. */
                cost: number | null;
                /** @description The exact amount in billionths of a USD. */
                cost_nanos: string | null;
            }[];
            status: number;
            error_code: ("invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal") | null;
            finish_reason: string | null;
            cache: null;
            guardrails: unknown[];
            usage: components["schemas"]["Usage"] | null;
            usage_source: ("provider" | "estimated") | null;
            /** @description USD. Null: not known. */
            cost: number | null;
            /** @description The exact amount in billionths of a USD. */
            cost_nanos: string | null;
            /** @description USD. Null: not known. */
            billed: number | null;
            /** @description The exact amount in billionths of a USD. */
            billed_nanos: string | null;
            price_version: string | null;
            ttft_ms: number | null;
            duration_ms: number;
            overhead_ms: number;
            dropped_params: string[];
            /** @description Of the bodies, where they were passed on as they are. */
            bytes: {
                request: number;
                response: number;
            } | null;
            /** @description The body as it came. Null: not recorded. */
            request: unknown;
            /** @description The body as it left; a streamed answer as the whole answer it amounts to. Null: not recorded. */
            response: unknown;
            /** @description Whether more was sent than is recorded. */
            response_truncated: boolean;
        };
        Explanation: {
            decision: {
                id: string;
                seed: string;
                revision: string;
                target: string | null;
                /** @description Where a budget had no room for the model that was asked for. */
                downgrade?: {
                    from: string;
                    to: string;
                };
                /** @description Where the request left the model to be chosen. */
                auto?: {
                    /** @enum {string} */
                    task: "vision" | "long-context" | "tool-use" | "extraction" | "translation" | "code" | "maths" | "reasoning" | "chat";
                    /** @enum {string} */
                    tier: "low" | "balanced" | "high";
                    /** @enum {string} */
                    strength: "weak" | "strong";
                    /** @enum {string} */
                    decided_by: "class" | "score";
                    /** @description The probability that a weak model is as good. */
                    suffices: number;
                    /** @description Below it a strong model is asked for. */
                    threshold: number;
                    /** @description Of the weights. */
                    version: string;
                    models: string[];
                };
                candidates: {
                    target: string;
                    /** @description Lower goes first. */
                    score: number | null;
                    parts: {
                        [key: string]: number;
                    };
                    removed_by: string | null;
                }[];
            };
            /** @description Where it would go first; null: nowhere. */
            target: string | null;
            provider: string | null;
            /** @description The provider's own name of it. */
            model: string | null;
            /** @description Every target that would be tried, in turn. */
            order: string[];
            /** @description What it would be refused with, where nothing is left to try. */
            error: ("invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal") | null;
            /** @description The sentence of that error. */
            message: string | null;
            /** @description That it would draw on. */
            budgets: {
                usd?: number;
                usd_nanos?: string;
                tokens?: number;
                calls?: number;
                seconds?: number;
                /** @description day, week and month begin at midnight in time_zone; 7d and 24h roll. */
                window: string;
                time_zone?: string;
                /** @enum {string} */
                on_exhausted: "deny" | "downgrade" | "warn" | "pause";
                downgrade_to?: string;
                alert_at?: number[];
                increase?: {
                    usd?: number;
                    usd_nanos?: string;
                    tokens?: number;
                    calls?: number;
                    seconds?: number;
                    /** Format: date-time */
                    until: string;
                };
                /** @description In this window so far, in the unit of the budget. */
                spent: number;
                spent_nanos?: string;
                /** @description When there is next more to spend. Null: never. */
                renews_at: string | null;
                scope: {
                    /** @enum {string} */
                    type: "organization" | "project" | "member" | "key" | "user" | "session" | "tag" | "model" | "provider";
                    id: string;
                };
            }[];
            /**
             * @description Whether the answer would come from the cache.
             * @enum {string}
             */
            cache: "off";
        };
        Key: {
            id: string;
            name: string;
            /** @description The last four characters of the secret. */
            hint: string;
            /**
             * @description inference calls models; viewer reads the admin API; admin does all.
             * @enum {string}
             */
            role: "inference" | "viewer" | "admin";
            /** @description Null: the default one. */
            organization_id: string | null;
            /** @description Null: the default one. */
            project_id: string | null;
            member_id: string | null;
            models: string[] | null;
            /** @description Names of providers, also for every fallback. */
            providers: string[] | null;
            /** @description Names under `models` of the configuration, also for every fallback. */
            routes: string[] | null;
            /** @description What its callers speak, as records name it. */
            dialects: string[] | null;
            /** @description Where it may be used from: addresses, or CIDR ranges, v4 and v6. */
            ip_ranges: string[] | null;
            /** @description Each must have room. None: no limit. */
            limits: {
                /** @description Requests in a minute. */
                rpm?: number;
                /** @description Requests in an hour. */
                rph?: number;
                /** @description Requests in a day. */
                rpd?: number;
                /** @description Tokens in a minute. */
                tpm?: number;
                /** @description Tokens in a day. */
                tpd?: number;
                /** @description Requests at once. */
                concurrency?: number;
                /** @description Further limits by requested model name. */
                models?: {
                    [key: string]: {
                        /** @description Requests in a minute. */
                        rpm?: number;
                        /** @description Requests in an hour. */
                        rph?: number;
                        /** @description Requests in a day. */
                        rpd?: number;
                        /** @description Tokens in a minute. */
                        tpm?: number;
                        /** @description Tokens in a day. */
                        tpd?: number;
                        /** @description Requests at once. */
                        concurrency?: number;
                    };
                };
            };
            budgets: {
                usd?: number;
                usd_nanos?: string;
                tokens?: number;
                calls?: number;
                seconds?: number;
                /** @description day, week and month begin at midnight in time_zone; 7d and 24h roll. */
                window: string;
                time_zone?: string;
                /** @enum {string} */
                on_exhausted: "deny" | "downgrade" | "warn" | "pause";
                downgrade_to?: string;
                alert_at?: number[];
                increase?: {
                    usd?: number;
                    usd_nanos?: string;
                    tokens?: number;
                    calls?: number;
                    seconds?: number;
                    /** Format: date-time */
                    until: string;
                };
            }[];
            expires_at: string | null;
            blocked: boolean;
            tags: string[];
            metadata: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Until when the secret before the last rotation works. */
            previous_expires_at: string | null;
        };
        NewKey: {
            id: string;
            name: string;
            /** @description The last four characters of the secret. */
            hint: string;
            /**
             * @description inference calls models; viewer reads the admin API; admin does all.
             * @enum {string}
             */
            role: "inference" | "viewer" | "admin";
            /** @description Null: the default one. */
            organization_id: string | null;
            /** @description Null: the default one. */
            project_id: string | null;
            member_id: string | null;
            models: string[] | null;
            /** @description Names of providers, also for every fallback. */
            providers: string[] | null;
            /** @description Names under `models` of the configuration, also for every fallback. */
            routes: string[] | null;
            /** @description What its callers speak, as records name it. */
            dialects: string[] | null;
            /** @description Where it may be used from: addresses, or CIDR ranges, v4 and v6. */
            ip_ranges: string[] | null;
            /** @description Each must have room. None: no limit. */
            limits: {
                /** @description Requests in a minute. */
                rpm?: number;
                /** @description Requests in an hour. */
                rph?: number;
                /** @description Requests in a day. */
                rpd?: number;
                /** @description Tokens in a minute. */
                tpm?: number;
                /** @description Tokens in a day. */
                tpd?: number;
                /** @description Requests at once. */
                concurrency?: number;
                /** @description Further limits by requested model name. */
                models?: {
                    [key: string]: {
                        /** @description Requests in a minute. */
                        rpm?: number;
                        /** @description Requests in an hour. */
                        rph?: number;
                        /** @description Requests in a day. */
                        rpd?: number;
                        /** @description Tokens in a minute. */
                        tpm?: number;
                        /** @description Tokens in a day. */
                        tpd?: number;
                        /** @description Requests at once. */
                        concurrency?: number;
                    };
                };
            };
            budgets: {
                usd?: number;
                usd_nanos?: string;
                tokens?: number;
                calls?: number;
                seconds?: number;
                /** @description day, week and month begin at midnight in time_zone; 7d and 24h roll. */
                window: string;
                time_zone?: string;
                /** @enum {string} */
                on_exhausted: "deny" | "downgrade" | "warn" | "pause";
                downgrade_to?: string;
                alert_at?: number[];
                increase?: {
                    usd?: number;
                    usd_nanos?: string;
                    tokens?: number;
                    calls?: number;
                    seconds?: number;
                    /** Format: date-time */
                    until: string;
                };
            }[];
            expires_at: string | null;
            blocked: boolean;
            tags: string[];
            metadata: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Until when the secret before the last rotation works. */
            previous_expires_at: string | null;
            key: string;
        };
        KeyDetail: {
            id: string;
            name: string;
            /** @description The last four characters of the secret. */
            hint: string;
            /**
             * @description inference calls models; viewer reads the admin API; admin does all.
             * @enum {string}
             */
            role: "inference" | "viewer" | "admin";
            /** @description Null: the default one. */
            organization_id: string | null;
            /** @description Null: the default one. */
            project_id: string | null;
            member_id: string | null;
            models: string[] | null;
            /** @description Names of providers, also for every fallback. */
            providers: string[] | null;
            /** @description Names under `models` of the configuration, also for every fallback. */
            routes: string[] | null;
            /** @description What its callers speak, as records name it. */
            dialects: string[] | null;
            /** @description Where it may be used from: addresses, or CIDR ranges, v4 and v6. */
            ip_ranges: string[] | null;
            /** @description Each must have room. None: no limit. */
            limits: {
                /** @description Requests in a minute. */
                rpm?: number;
                /** @description Requests in an hour. */
                rph?: number;
                /** @description Requests in a day. */
                rpd?: number;
                /** @description Tokens in a minute. */
                tpm?: number;
                /** @description Tokens in a day. */
                tpd?: number;
                /** @description Requests at once. */
                concurrency?: number;
                /** @description Further limits by requested model name. */
                models?: {
                    [key: string]: {
                        /** @description Requests in a minute. */
                        rpm?: number;
                        /** @description Requests in an hour. */
                        rph?: number;
                        /** @description Requests in a day. */
                        rpd?: number;
                        /** @description Tokens in a minute. */
                        tpm?: number;
                        /** @description Tokens in a day. */
                        tpd?: number;
                        /** @description Requests at once. */
                        concurrency?: number;
                    };
                };
            };
            budgets: components["schemas"]["SpentBudget"][];
            expires_at: string | null;
            blocked: boolean;
            tags: string[];
            metadata: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description Until when the secret before the last rotation works. */
            previous_expires_at: string | null;
            usage: {
                requests: number;
                tokens: number;
                /** @description USD. Null: not known. */
                cost: number | null;
                /** @description The exact amount in billionths of a USD. */
                cost_nanos: string | null;
                /** @description Requests whose cost is not known, and so not in `cost`. */
                unpriced: number;
            };
        };
        Member: {
            id: string;
            /** @description Null: of the whole gateway. */
            organization_id: string | null;
            email: string;
            name: string;
            /**
             * @description What each may do: see the page on identities. Billing sees sums and no exchanges.
             * @enum {string}
             */
            role: "owner" | "admin" | "member" | "viewer" | "billing";
            active: boolean;
            signs_in_by: ("password" | "oidc")[];
            /** @description Null: there is no invitation that is open. */
            invited_until: string | null;
            external_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        InvitedMember: {
            id: string;
            /** @description Null: of the whole gateway. */
            organization_id: string | null;
            email: string;
            name: string;
            /**
             * @description What each may do: see the page on identities. Billing sees sums and no exchanges.
             * @enum {string}
             */
            role: "owner" | "admin" | "member" | "viewer" | "billing";
            active: boolean;
            signs_in_by: ("password" | "oidc")[];
            /** @description Null: there is no invitation that is open. */
            invited_until: string | null;
            external_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            invitation: string;
        };
        Model: {
            name: string;
            /**
             * @description Whether it has a route of its own.
             * @enum {string}
             */
            source: "config" | "catalogue";
            strategy: string;
            /** @description Ids of its own targets, fallbacks apart. */
            targets: string[];
            /** @description Names that are tried when all of them have failed. */
            fallbacks: string[];
        };
        Organization: {
            id: string;
            name: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        Project: {
            id: string;
            organization_id: string;
            name: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        CredentialVerdict: {
            /**
             * @description limited: the credential is good, and its quota or rate is used up.
             * @enum {string}
             */
            verdict: "works" | "refused" | "limited" | "unreachable" | "failed";
            model: string;
            /** @description What the provider answered. */
            status: number | null;
            code: ("invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal") | null;
            /** @description In its own words. */
            message: string | null;
            ms: number;
        };
        Provider: {
            name: string;
            kind: string;
            /** @description The API format that it speaks. */
            wire: string;
            base_url: string;
            credentials: {
                name: string;
                /** @description The last four characters. */
                hint: string | null;
                weight: number;
            }[];
            /** @description Names of the headers that are added to every request. */
            headers: string[];
        };
        Attention: {
            items: {
                /** @enum {string} */
                kind: "target-open" | "target-refused" | "target-full" | "budget-spent" | "budget-low" | "key-expiring" | "key-expired";
                /** @enum {string} */
                severity: "bad" | "warn";
                /** @description The target, or the name of the key. */
                subject: string;
                key_id: string | null;
                /** @description When it ends, or happens. */
                until: string | null;
                /** @description Of a budget, what is spent. */
                share: number | null;
            }[];
            budgets: {
                key_id: string;
                key_name: string;
                /** @enum {string} */
                unit: "usd" | "tokens" | "calls" | "seconds";
                /** @description day, week and month begin at midnight in time_zone; 7d and 24h roll. */
                window: string;
                limit: number;
                spent: number;
                /** @description By the end of the window, at its pace so far. */
                expected: number | null;
                /** @description At that pace. Null: not before it renews. */
                exhausted_at: string | null;
            }[];
        };
        Overview: {
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            step_ms: number;
            now: {
                requests: number;
                errors: number;
                input_tokens: number;
                output_tokens: number;
                cache_read_tokens: number;
                /** @description USD, of what is known. */
                cost: number | null;
                /** @description The exact amount in billionths of a USD. */
                cost_nanos: string | null;
                /** @description Requests whose cost is not known. */
                unpriced: number;
                /** @description To the first token. */
                ttft_ms: {
                    p50: number;
                    p95: number;
                    p99: number;
                } | null;
                /** @description Of whole answers that ended well. */
                duration_ms: {
                    p50: number;
                    p95: number;
                    p99: number;
                } | null;
            };
            /** @description The same, of as long a time before `since`. */
            before: {
                requests: number;
                errors: number;
                input_tokens: number;
                output_tokens: number;
                cache_read_tokens: number;
                /** @description USD, of what is known. */
                cost: number | null;
                /** @description The exact amount in billionths of a USD. */
                cost_nanos: string | null;
                /** @description Requests whose cost is not known. */
                unpriced: number;
                /** @description To the first token. */
                ttft_ms: {
                    p50: number;
                    p95: number;
                    p99: number;
                } | null;
                /** @description Of whole answers that ended well. */
                duration_ms: {
                    p50: number;
                    p95: number;
                    p99: number;
                } | null;
            };
            series: {
                /** Format: date-time */
                time: string;
                requests: number;
                errors: number;
                input_tokens: number;
                output_tokens: number;
                cache_read_tokens: number;
                /** @description USD, of what is known. */
                cost: number | null;
                /** @description The exact amount in billionths of a USD. */
                cost_nanos: string | null;
                /** @description Requests whose cost is not known. */
                unpriced: number;
                /** @description To the first token. */
                ttft_ms: {
                    p50: number;
                    p95: number;
                    p99: number;
                } | null;
                /** @description Of whole answers that ended well. */
                duration_ms: {
                    p50: number;
                    p95: number;
                    p99: number;
                } | null;
            }[];
            by_model: {
                name: string;
                /** @description What people call it, where that is something else. */
                label: string | null;
                requests: number;
                errors: number;
                input_tokens: number;
                output_tokens: number;
                cache_read_tokens: number;
                /** @description USD, of what is known. */
                cost: number | null;
                /** @description The exact amount in billionths of a USD. */
                cost_nanos: string | null;
                /** @description Requests whose cost is not known. */
                unpriced: number;
                before: {
                    requests: number;
                    errors: number;
                    input_tokens: number;
                    output_tokens: number;
                    cache_read_tokens: number;
                    /** @description USD, of what is known. */
                    cost: number | null;
                    /** @description The exact amount in billionths of a USD. */
                    cost_nanos: string | null;
                    /** @description Requests whose cost is not known. */
                    unpriced: number;
                } | null;
            }[];
            by_provider: {
                name: string;
                /** @description What people call it, where that is something else. */
                label: string | null;
                requests: number;
                errors: number;
                input_tokens: number;
                output_tokens: number;
                cache_read_tokens: number;
                /** @description USD, of what is known. */
                cost: number | null;
                /** @description The exact amount in billionths of a USD. */
                cost_nanos: string | null;
                /** @description Requests whose cost is not known. */
                unpriced: number;
                before: {
                    requests: number;
                    errors: number;
                    input_tokens: number;
                    output_tokens: number;
                    cache_read_tokens: number;
                    /** @description USD, of what is known. */
                    cost: number | null;
                    /** @description The exact amount in billionths of a USD. */
                    cost_nanos: string | null;
                    /** @description Requests whose cost is not known. */
                    unpriced: number;
                } | null;
            }[];
            by_key: {
                name: string;
                /** @description What people call it, where that is something else. */
                label: string | null;
                requests: number;
                errors: number;
                input_tokens: number;
                output_tokens: number;
                cache_read_tokens: number;
                /** @description USD, of what is known. */
                cost: number | null;
                /** @description The exact amount in billionths of a USD. */
                cost_nanos: string | null;
                /** @description Requests whose cost is not known. */
                unpriced: number;
                before: {
                    requests: number;
                    errors: number;
                    input_tokens: number;
                    output_tokens: number;
                    cache_read_tokens: number;
                    /** @description USD, of what is known. */
                    cost: number | null;
                    /** @description The exact amount in billionths of a USD. */
                    cost_nanos: string | null;
                    /** @description Requests whose cost is not known. */
                    unpriced: number;
                } | null;
            }[];
        };
        Budget: {
            usd?: number;
            usd_nanos?: string;
            tokens?: number;
            calls?: number;
            seconds?: number;
            /** @description day, week and month begin at midnight in time_zone; 7d and 24h roll. */
            window: string;
            time_zone?: string;
            /** @enum {string} */
            on_exhausted: "deny" | "downgrade" | "warn" | "pause";
            downgrade_to?: string;
            alert_at?: number[];
            increase?: {
                usd?: number;
                usd_nanos?: string;
                tokens?: number;
                calls?: number;
                seconds?: number;
                /** Format: date-time */
                until: string;
            };
            id: string;
            /** @enum {string} */
            scope: "organization" | "project" | "member" | "key" | "user" | "session" | "tag" | "model" | "provider";
            /** @description Null: each of that scope. */
            match: string[] | null;
            /** @enum {string} */
            source: "config" | "api";
            created_at: string | null;
            updated_at: string | null;
            /** @description Ids of those that it has stopped. */
            paused: string[];
            /** @description Of the one that it is for, or that was asked for. Else null. */
            spent: number | null;
            spent_nanos?: string;
            left: number | null;
            renews_at: string | null;
        };
        Limit: {
            id: string;
            /** @enum {string} */
            scope: "organization" | "project" | "member" | "key" | "user" | "session" | "tag" | "model" | "provider";
            /** @description Null: each of that scope. */
            match: string[] | null;
            /** @description Each must have room. None: no limit. */
            limits: {
                /** @description Requests in a minute. */
                rpm?: number;
                /** @description Requests in an hour. */
                rph?: number;
                /** @description Requests in a day. */
                rpd?: number;
                /** @description Tokens in a minute. */
                tpm?: number;
                /** @description Tokens in a day. */
                tpd?: number;
                /** @description Requests at once. */
                concurrency?: number;
                /** @description Further limits by requested model name. */
                models?: {
                    [key: string]: {
                        /** @description Requests in a minute. */
                        rpm?: number;
                        /** @description Requests in an hour. */
                        rph?: number;
                        /** @description Requests in a day. */
                        rpd?: number;
                        /** @description Tokens in a minute. */
                        tpm?: number;
                        /** @description Tokens in a day. */
                        tpd?: number;
                        /** @description Requests at once. */
                        concurrency?: number;
                    };
                };
            };
            /** @enum {string} */
            source: "config" | "api";
            created_at: string | null;
            updated_at: string | null;
        };
        Session: {
            /** @description Null: signed in with the master key. */
            member: {
                id: string;
                name: string;
                email: string;
                /**
                 * @description What each may do: see the page on identities. Billing sees sums and no exchanges.
                 * @enum {string}
                 */
                role: "owner" | "admin" | "member" | "viewer" | "billing";
            } | null;
            /**
             * @description What each may do: see the page on identities. Billing sees sums and no exchanges.
             * @enum {string}
             */
            role: "owner" | "admin" | "member" | "viewer" | "billing";
            /** @description To be sent with every change, as `x-portolan-csrf`. */
            csrf_token: string;
            /**
             * Format: date-time
             * @description If nothing more is asked until then.
             */
            expires_at: string;
        };
        SignedIn: {
            id: string;
            /** @description Null: with the master key. */
            member_id: string | null;
            address: string;
            user_agent: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            seen_at: string;
            /** Format: date-time */
            expires_at: string;
        };
        Target: {
            id: string;
            provider: string;
            kind: string;
            /** @description The provider's own name of it. */
            model: string;
            /** @description The names under `models:` that lead here. */
            routes: string[];
            /** @enum {string} */
            standing: "ready" | "half-open" | "open" | "full" | "refused";
            /** @description When an open, full or refused target may be tried again. */
            until: string | null;
            /** @description Since the gateway started, as the figures that follow. */
            requests: number;
            errors: number;
            failures_in_a_row: number;
            last_error: ("invalid_request" | "unsupported_parameter" | "key_missing" | "key_invalid" | "key_revoked" | "credits_exhausted" | "permission_denied" | "no_target_allowed" | "guardrail_denied" | "not_found" | "model_not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_too_large" | "rate_limited" | "budget_exhausted" | "headers_too_large" | "client_closed_request" | "context_length_exceeded" | "content_filtered" | "provider_unauthorized" | "provider_rate_limited" | "provider_overloaded" | "provider_error" | "provider_unreachable" | "provider_timeout" | "provider_invalid_reply" | "provider_model_missing" | "stream_interrupted" | "all_targets_failed" | "deadline_exceeded" | "overloaded" | "store_unavailable" | "shutting_down" | "internal") | null;
            /** @description A mean in which the latest tenth counts. */
            ttft_ms: number | null;
            duration_ms: number | null;
            /** @description To 5 %; the latest minutes count most. Null: not measured lately. */
            ttft_quantiles_ms: {
                p50: number;
                p75: number;
                p90: number;
                p95: number;
                p99: number;
            } | null;
            /** @description To 5 %; the latest minutes count most. Null: not measured lately. */
            tokens_per_second: {
                p50: number;
                p75: number;
                p90: number;
                p95: number;
                p99: number;
            } | null;
            /** @description The share of attempts that did not fail by the provider's ill health, from 0 to 1. */
            uptime: {
                five_minutes: number | null;
                thirty_minutes: number | null;
                day: number | null;
            };
            /** @description Attempts under way from this process. */
            in_flight: number;
            /** @description As the provider last said of its present window. */
            requests_left: number | null;
            tokens_left: number | null;
            /** @description The share of input tokens read from its prompt cache. */
            cache_hit_rate: number | null;
            /** @description From 0 to 1. Null: too little is known. */
            quality: number | null;
            price: {
                input: number | null;
                output: number | null;
                cache_read: number | null;
                cache_write: number | null;
                cache_write_1h: number | null;
                audio_input: number | null;
                audio_output: number | null;
                /** @description USD for each request. */
                request: number | null;
                /** @description USD for each image. */
                image: number | null;
                /** @description USD for each second of sound. */
                second: number | null;
                /** @description USD for each search unit. */
                search: number | null;
                characters: number | null;
            } | null;
            /** @description Tokens. */
            context: number | null;
            /** @description Tokens. */
            max_output: number | null;
        };
        /** @description Sums over one group. A group is null for exchanges that have no such value. */
        UsageRow: {
            model?: string | null;
            provider?: string | null;
            key?: string | null;
            /** @description Null: the default one. */
            organization?: string | null;
            /** @description Null: the default one. */
            project?: string | null;
            member?: string | null;
            user?: string | null;
            session?: string | null;
            tag?: string | null;
            dialect?: string | null;
            /** @description `YYYY-MM-DD`, UTC. */
            day?: string | null;
            /** @description The time it begins. */
            hour?: string | null;
            requests: number;
            errors: number;
            input_tokens: number;
            output_tokens: number;
            cache_read_tokens: number;
            reasoning_tokens: number;
            /** @description USD. Null: not known. */
            cost: number | null;
            /** @description The exact amount in billionths of a USD. */
            cost_nanos: string | null;
            /** @description USD. Null: not known. */
            billed: number | null;
            /** @description The exact amount in billionths of a USD. */
            billed_nanos: string | null;
            /** @description USD that the cache has saved. Null: there is none. */
            saved: number | null;
            /** @description Requests whose cost is not known, and so not in `cost`. */
            unpriced: number;
        };
        User: {
            id: string;
            /** @description Null: the default one. */
            organization_id: string | null;
            requests: number;
            errors: number;
            input_tokens: number;
            output_tokens: number;
            /** @description USD. Null: not known. */
            cost: number | null;
            /** @description The exact amount in billionths of a USD. */
            cost_nanos: string | null;
            /** @description USD. Null: not known. */
            billed: number | null;
            /** @description The exact amount in billionths of a USD. */
            billed_nanos: string | null;
            /** @description Requests whose cost is not known, and so not in `cost`. */
            unpriced: number;
            /** Format: date-time */
            first_seen_at: string;
            /** Format: date-time */
            last_seen_at: string;
            blocked: boolean;
        };
        ConversationSession: {
            id: string;
            /** @description Null: the default one. */
            organization_id: string | null;
            requests: number;
            errors: number;
            input_tokens: number;
            output_tokens: number;
            /** @description USD. Null: not known. */
            cost: number | null;
            /** @description The exact amount in billionths of a USD. */
            cost_nanos: string | null;
            /** @description USD. Null: not known. */
            billed: number | null;
            /** @description The exact amount in billionths of a USD. */
            billed_nanos: string | null;
            /** @description Requests whose cost is not known, and so not in `cost`. */
            unpriced: number;
            /** Format: date-time */
            first_seen_at: string;
            /** Format: date-time */
            last_seen_at: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
