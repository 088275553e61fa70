import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { ProfilesEnv } from '../../core/profiles/contract.ts';
import { createProfileRepository } from '../../core/profiles/profile-repository.ts';
import { ClusterList } from '../../core/profiles/refresh-contract.ts';
import { listClusters } from './list-clusters.ts';

const profiles = createProfileRepository(createDocumentClient(), readEnv(ProfilesEnv).PROFILES_TABLE_NAME);

export const handler = httpHandler({ response: ClusterList }, (_request, { shop }) => listClusters(shop, profiles));
