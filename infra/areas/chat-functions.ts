import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type {
  ChatTokenEnv,
  ConversationsEnv,
  PutInquiriesEnv,
  SendMessageEnv,
  StartConversationEnv,
} from '../../core/chat/contract.ts';
import type { KnowledgeEnv, PutKnowledgeEnv } from '../../core/knowledge/contract.ts';
import type { OrdersEnv, PutOrdersEnv } from '../../core/orders/contract.ts';
import type { EmbeddingsEndpoint } from '../constructs/embeddings-endpoint.ts';
import { allowInvokeEndpoints } from '../constructs/sagemaker-access.ts';
import type { Route } from '../constructs/shop-api.ts';
import { type AreaProps, allowLedger, allowPseudonyms, areaFunction } from './area.ts';

export interface ChatFunctionsProps extends AreaProps {
  readonly embeddings: EmbeddingsEndpoint;
}

/** The chat: what it knows, whose orders it may look up, and the conversations themselves. */
export class ChatFunctions extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, id: string, props: ChatFunctionsProps) {
    super(scope, id);
    const conversation = '/chat/conversations/{conversationId}';
    this.routes = [
      { method: 'PUT', path: '/knowledge', handler: this.putKnowledge(props) },
      { method: 'GET', path: '/knowledge', handler: this.listKnowledge(props) },
      { method: 'DELETE', path: '/knowledge/{documentId}', handler: this.deleteKnowledge(props) },
      { method: 'POST', path: '/orders', handler: this.putOrders(props) },
      { method: 'GET', path: '/orders/requests', handler: this.listOrderRequests(props) },
      { method: 'POST', path: '/chat/tokens', handler: this.createToken(props) },
      { method: 'POST', path: '/chat/inquiries', handler: this.putInquiries(props) },
      { method: 'POST', path: '/chat/conversations', handler: this.start(props) },
      { method: 'GET', path: '/chat/conversations', handler: this.list(props) },
      { method: 'GET', path: conversation, handler: this.read(props) },
      { method: 'POST', path: `${conversation}/messages`, handler: this.send(props) },
    ];
  }

  private putKnowledge(props: ChatFunctionsProps): IFunction {
    const { tables } = props.data;
    const environment: PutKnowledgeEnv = {
      KNOWLEDGE_TABLE_NAME: tables.knowledge.tableName,
      REQUESTS_TABLE_NAME: tables.requests.tableName,
      EMBEDDINGS_ENDPOINT_NAME: props.embeddings.endpointName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/knowledge/put-knowledge',
      description: 'Reads documents into sentences that can be found and quoted',
      environment,
      timeout: Duration.seconds(29),
      memorySize: 1_024,
    });
    tables.knowledge.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
    allowLedger(handler, props.data);
    props.embeddings.allowInvoke(handler);
    return handler;
  }

  private listKnowledge(props: ChatFunctionsProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/knowledge/list-knowledge',
      description: 'Lists what the chat knows',
      environment: knowledgeOf(props),
    });
    props.data.tables.knowledge.allow(handler, 'dynamodb:GetItem', 'dynamodb:Query');
    return handler;
  }

  private deleteKnowledge(props: ChatFunctionsProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/knowledge/delete-knowledge',
      description: 'Makes the chat forget a document',
      environment: knowledgeOf(props),
    });
    props.data.tables.knowledge.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem');
    return handler;
  }

  private putOrders(props: ChatFunctionsProps): IFunction {
    const { tables, keys } = props.data;
    const environment: PutOrdersEnv = {
      SHOPS_TABLE_NAME: tables.shops.tableName,
      ORDERS_TABLE_NAME: tables.orders.tableName,
      CUSTOMER_KEYS_TABLE_NAME: tables.customerKeys.tableName,
      REQUESTS_TABLE_NAME: tables.requests.tableName,
      SHOP_KEY_ID: keys.wrapping.keyId,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/orders/put-orders',
      description: 'Writes orders, each under its customer and that customer’s key',
      environment,
      timeout: Duration.seconds(29),
    });
    allowPseudonyms(handler, props.data);
    tables.orders.allow(handler, 'dynamodb:PutItem');
    tables.customerKeys.allow(handler, 'dynamodb:GetItem', 'dynamodb:PutItem');
    allowLedger(handler, props.data);
    return handler;
  }

  private listOrderRequests(props: ChatFunctionsProps): IFunction {
    const { orders } = props.data.tables;
    const environment: OrdersEnv = { ORDERS_TABLE_NAME: orders.tableName };
    const handler = areaFunction(this, props, {
      path: 'functions/orders/list-order-requests',
      description: 'Lists what customers asked of their orders and confirmed',
      environment,
    });
    orders.allow(handler, 'dynamodb:Query');
    return handler;
  }

  private createToken(props: ChatFunctionsProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/chat/create-customer-token',
      description: 'Signs for a shop which customer is at the other end',
      environment: tokenOf(props),
    });
    allowPseudonyms(handler, props.data);
    return handler;
  }

  private putInquiries(props: ChatFunctionsProps): IFunction {
    const { tables, lake } = props.data;
    const environment: PutInquiriesEnv = {
      LAKE_BUCKET_NAME: lake.bucketName,
      REQUESTS_TABLE_NAME: tables.requests.tableName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/chat/put-inquiries',
      description: 'Takes labelled inquiries for the intent model to learn from',
      environment,
      timeout: Duration.seconds(29),
    });
    lake.allowWrite(handler, 'inquiries/');
    allowLedger(handler, props.data);
    return handler;
  }

  private start(props: ChatFunctionsProps): IFunction {
    const { tables } = props.data;
    const environment: StartConversationEnv = {
      ...tokenOf(props),
      CONVERSATIONS_TABLE_NAME: tables.conversations.tableName,
      REQUESTS_TABLE_NAME: tables.requests.tableName,
    };
    const handler = areaFunction(this, props, {
      path: 'functions/chat/start-conversation',
      description: 'Opens a conversation for a customer or a visitor',
      environment,
    });
    allowPseudonyms(handler, props.data);
    tables.conversations.allow(handler, 'dynamodb:PutItem');
    allowLedger(handler, props.data);
    return handler;
  }

  private list(props: ChatFunctionsProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/chat/list-conversations',
      description: 'Lists conversations, those that wait for a person first of all',
      environment: conversationsOf(props),
    });
    props.data.tables.conversations.allowIndexQuery(handler);
    return handler;
  }

  private read(props: ChatFunctionsProps): IFunction {
    const handler = areaFunction(this, props, {
      path: 'functions/chat/get-conversation',
      description: 'Shows a conversation to the shop, or to the browser that holds its token',
      environment: conversationsOf(props),
    });
    props.data.tables.conversations.allow(handler, 'dynamodb:GetItem', 'dynamodb:Query');
    return handler;
  }

  private send(props: ChatFunctionsProps): IFunction {
    const { tables, decisions } = props.data;
    const environment: Record<keyof SendMessageEnv, string> = {
      ...tokenOf(props),
      CONVERSATIONS_TABLE_NAME: tables.conversations.tableName,
      REQUESTS_TABLE_NAME: tables.requests.tableName,
      KNOWLEDGE_TABLE_NAME: tables.knowledge.tableName,
      ITEMS_TABLE_NAME: tables.items.tableName,
      ORDERS_TABLE_NAME: tables.orders.tableName,
      CUSTOMER_KEYS_TABLE_NAME: tables.customerKeys.tableName,
      MODELS_TABLE_NAME: tables.models.tableName,
      EMBEDDINGS_ENDPOINT_NAME: props.embeddings.endpointName,
      STATE_TABLE_NAME: tables.state.tableName,
      DECISIONS_QUEUE_URL: decisions.queue.queueUrl,
      CHAT_DEADLINE_MS: String(props.settings.chatDeadlineMs),
    };
    const handler = areaFunction(this, props, {
      path: 'functions/chat/send-message',
      description: 'Takes a message and answers it from knowledge, from the customer’s own orders, or by a person',
      environment,
      timeout: Duration.seconds(20),
      memorySize: 1_024,
    });
    allowPseudonyms(handler, props.data);
    tables.conversations.allow(handler, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem');
    tables.knowledge.allow(handler, 'dynamodb:GetItem', 'dynamodb:Query');
    tables.items.allow(handler, 'dynamodb:Query');
    tables.orders.allow(handler, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem');
    tables.customerKeys.allow(handler, 'dynamodb:GetItem');
    tables.state.allow(handler, 'dynamodb:BatchGetItem');
    decisions.allowSend(handler);
    tables.models.allow(handler, 'dynamodb:GetItem');
    allowLedger(handler, props.data);
    props.embeddings.allowInvoke(handler);
    allowInvokeEndpoints(handler, ['intents']);
    return handler;
  }
}

const knowledgeOf = ({ data }: AreaProps): KnowledgeEnv => ({ KNOWLEDGE_TABLE_NAME: data.tables.knowledge.tableName });
const conversationsOf = ({ data }: AreaProps): ConversationsEnv => ({
  CONVERSATIONS_TABLE_NAME: data.tables.conversations.tableName,
});
const tokenOf = ({ data: { tables, keys } }: AreaProps): ChatTokenEnv => ({
  SHOPS_TABLE_NAME: tables.shops.tableName,
  SHOP_KEY_ID: keys.wrapping.keyId,
});
