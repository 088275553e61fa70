import { authorizerHandler } from '../../core/platform/authorizer-handler.ts';
import { AuthorizeRequestEnv } from '../../core/platform/contract.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { createShopRepository } from '../../core/platform/shop-repository.ts';
import { authorizeRequest } from './authorize-request.ts';
import { createTokenVerifier } from './console-tokens.ts';

const env = readEnv(AuthorizeRequestEnv);
const shops = createShopRepository(createDocumentClient(), env.SHOPS_TABLE_NAME);
const verifyToken = createTokenVerifier(env);

export const handler = authorizerHandler((authorization) => authorizeRequest(authorization, shops, verifyToken));
