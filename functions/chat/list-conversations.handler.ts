import { ConversationPage, ConversationsEnv, ListConversationsQuery } from '../../core/chat/contract.ts';
import { createConversationRepository } from '../../core/chat/conversation-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';

const env = readEnv(ConversationsEnv);
const conversations = createConversationRepository(createDocumentClient(), env.CONVERSATIONS_TABLE_NAME);

export const handler = httpHandler({ query: ListConversationsQuery, response: ConversationPage }, (query, { shop }) =>
  conversations.list(shop, query),
);
