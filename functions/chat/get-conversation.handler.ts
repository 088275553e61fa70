import {
  ConversationPath,
  ConversationsEnv,
  ConversationView,
  GetConversationQuery,
} from '../../core/chat/contract.ts';
import { createConversationRepository } from '../../core/chat/conversation-repository.ts';
import { createDocumentClient } from '../../core/platform/document-client.ts';
import { httpHandler } from '../../core/platform/http-handler.ts';
import { readEnv } from '../../core/platform/read-env.ts';
import { getConversation } from './get-conversation.ts';

const env = readEnv(ConversationsEnv);
const conversations = createConversationRepository(createDocumentClient(), env.CONVERSATIONS_TABLE_NAME);

export const handler = httpHandler(
  {
    path: ConversationPath,
    query: GetConversationQuery,
    response: ConversationView,
    roles: ['server', 'browser', 'console'],
  },
  (request, { shop, role }) => getConversation({ shop, role }, request, conversations),
);
